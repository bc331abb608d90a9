// Charts: <div class="chart" data-option="{…}"> becomes an SVG that follows its box; a click on a bar opens its list.

const language = document.documentElement.lang === "zh-CN" ? "ZH" : "EN";
for (const box of document.querySelectorAll(".chart[data-option]")) {
  const chart = echarts.init(box, null, { renderer: "svg", locale: language });
  chart.setOption(JSON.parse(box.dataset.option));
  chart.on("click", (event) => {
    if (event.data?.link) location.assign(event.data.link);
  });
  new ResizeObserver(() => chart.resize({ silent: true })).observe(box);
}
