"""Refusals and failures as pages (出错页面): the one place that maps a refusal to an HTTP status."""

import secrets
from collections.abc import Mapping

import structlog
from flask import Flask, jsonify, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from review.errors import Kind, ReviewError
from review.web.access import Gone, SignInEnded, wants_fragment

STATUS = {
    Kind.MISSING: 404,
    Kind.FORBIDDEN: 403,
    Kind.CONFLICT: 409,
    Kind.INVALID: 422,
    Kind.INFEASIBLE: 422,
}

log = structlog.get_logger()


def sentence_of(refusal: ReviewError) -> str:
    """The refusal in the viewer's language, its facts filled in and, where they are words, translated too."""
    return sentence_said(refusal.sentence, refusal.facts)


def sentence_said(sentence: str, facts: Mapping[str, object]) -> str:
    """A marked sentence in the viewer's language with its facts filled in."""
    return str(gettext(sentence) % {name: _spoken(fact) for name, fact in facts.items()})


def _spoken(fact: object) -> object:
    if isinstance(fact, list | tuple | frozenset):
        return gettext("、").join(str(_spoken(part)) for part in fact)
    return gettext(fact) if isinstance(fact, str) and fact else fact


def refuse(refusal: ReviewError) -> ResponseReturnValue:
    """A refusal as a page, or as JSON where a script asked."""
    status = 401 if isinstance(refusal, SignInEnded) else STATUS[refusal.kind]
    return _answer(sentence_of(refusal), status)


def _answer(sentence: str, status: int, code: str = "") -> ResponseReturnValue:
    if wants_fragment():
        response = make_response(jsonify(sentence=sentence, code=code), status)
        if status == 401:
            response.headers["HX-Trigger"] = "session-expired"
        return response
    return make_response(
        render_template("errors/refusal.html", sentence=sentence, status=status, code=code), status
    )


def missing(_error: NotFound) -> ResponseReturnValue:
    """An address that does not exist answers like an object out of reach."""
    return refuse(Gone())


def csrf_failed(_error: CSRFError) -> ResponseReturnValue:
    return _answer(
        gettext(
            "页面已过期或重复打开，本次操作没有执行。请返回上一页，刷新后重新提交；已填写的内容请先复制保存。"
        ),
        400,
    )


def refused_by_http(error: HTTPException) -> ResponseReturnValue:
    """Malformed, too large, wrong method: what a client did wrong, in a sentence."""
    sentences = {
        400: gettext("请求格式不正确，本次操作没有执行。请刷新页面后重试。"),
        405: gettext("此地址不支持这种操作。请从页面上的按钮进入。"),
        413: gettext("上传的文件太大，没有保存。请拆分后分次上传。"),
    }
    status = error.code or 500
    return _answer(sentences.get(status, gettext("请求未能办理。请返回重试。")), status)


def failed(error: Exception) -> ResponseReturnValue:
    """A programming error: a number to quote on the page, everything in the log."""
    code = secrets.token_hex(4).upper()
    log.error("unhandled", code=code, exc_info=getattr(error, "original_exception", None) or error)
    return _answer(
        gettext("系统发生错误，本次操作没有执行。请记下错误编号 %(code)s 并告知系统管理员。", code=code),
        500,
        code,
    )


def register(app: Flask) -> None:
    """Hang the answers on the application."""
    app.register_error_handler(ReviewError, refuse)
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(NotFound, missing)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(500, failed)
