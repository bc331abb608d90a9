import time
from tests.browser.test_accessibility import *
def test_t(office):
    n=names_in_addresses(office)
    for name,paths in PAGES.items():
        t=time.time(); p=office.sit_down(name); print(name,"sign-in",round(time.time()-t,2))
        for path in paths.split():
            t=time.time(); p.goto(office.address+path.format(**n)); u=time.time(); faults(p); print(path, round(u-t,2), round(time.time()-u,2))
