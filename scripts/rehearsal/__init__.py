"""The rehearsal world (演练环境): a made-up province to learn the product on, the same at every building.

13 cities, 60 units, 172 prosecutors in the demo city 扬川, several thousand closed cases with documents and
planted defects, and one round in each stage of its life. Nobody and nothing in it exists.

    names      people and places             province   units, people, accounts, roles
    dossiers   cases with their documents    package    the cases as a ZIP that the product imports
    rounds     one round per stage           __main__   builds all of it once, tells who may sign in
"""
