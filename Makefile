# make run and make test are all one needs; each does its own set-up. make help prints this list.
PYTHON ?= python3
LOCAL = @$(PYTHON) -m deploy.local
export PORT TLS START_WITHIN

.PHONY: help run start stop status reset do simulate test check stories chaos mutants bench fix words docs setup
.DEFAULT_GOAL := help

help:     ## print this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/: *##/ ##/' | awk -F ' *## *' '{printf "  make %-9s %s\n", $$1, $$2}'
run:      ## everything on this machine, at one address; Ctrl-C ends it (PORT=8090, TLS=1)
	$(LOCAL) run
start:    ## the same in the background (START_WITHIN=900 on a slow machine, in seconds)
	$(LOCAL) start
stop:     ## end what runs in the background
	$(LOCAL) stop
status:   ## what runs, and does it answer
	$(LOCAL) status
reset:    ## delete the local data; the next start is a first start
	$(LOCAL) reset
do:       ## a verb of a service: make do WHAT="training plan-class --help"
	$(LOCAL) do $(WHAT)
simulate: ## a large city in empty databases: make simulate WOMEN=100000
	$(LOCAL) simulate $(WOMEN)
test:     ## all tests on real servers but the long stories (15 minutes)
	$(LOCAL) test
check:    ## format, lint, types, import contracts, unit tests (1 minute)
	$(LOCAL) check
stories:  ## the long stories in the browser, and the search for clear text (25 minutes)
	$(LOCAL) stories
chaos:    ## the whole kill campaign
	$(LOCAL) chaos
mutants:  ## change the loan rules one thing at a time: do their tests notice (30 minutes)
	$(LOCAL) mutants
bench:    ## measurements, each beside its yardstick
	$(LOCAL) bench
fix:      ## format, and mend what the linter can mend
	$(LOCAL) fix
words:    ## put the words of pages in order, compile them, say what lacks a text
	$(LOCAL) words
docs:     ## write the generated documents
	$(LOCAL) docs
setup:    ## only the set-up
	$(LOCAL) setup
