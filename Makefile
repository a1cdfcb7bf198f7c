# The words of everyday work. `make` alone prints them.

MVN ?= ./mvnw
ARGS ?=
SECONDS ?= 60
IT ?= *IT

UNIT := $(MVN) -B -ntp -q -Dquick -DskipTests=false -pl streams-app/cli -am -Dsurefire.failIfNoSpecifiedTests=false
NO_UNIT := -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false
NO_IT := -Dit.test=NoSuchIT -Dfailsafe.failIfNoSpecifiedTests=false
# Thousands of random cases, or seconds of waiting: `make test` has them.
SLOW := !*PropertyTest,!*FuzzTest,!*SimulationTest

.DEFAULT_GOAL := help
.PHONY: help fast test it fmt demo docs bench fuzz mutation

help: ## print these words
	@sed -n 's/^\([a-z]*\): ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

fast: ## unit tests without the slow ones; an answer in two minutes
	$(UNIT) test '-Dtest=$(SLOW)'
	@echo passed

test: ## everything, as the build server runs it, save fuzzing
	$(MVN) -B -ntp verify

it: ## integration tests alone; one with IT=PreflightIT
	$(MVN) -B -ntp -Dspotless.check.skip -pl streams-app/it -am verify $(NO_UNIT) '-Dit.test=$(IT)' -Dfailsafe.failIfNoSpecifiedTests=false

fmt: ## format all sources
	$(MVN) -B -ntp -q spotless:apply

demo: ## Kafka, registry, gate, console and all systems for 30 s; else ARGS='--for 10m'
	./gate demo $(or $(ARGS),--for 30s)

docs: ## make the generated pages again: rules and settings
	.ci/docs

bench: ## measure throughput beside a pass-through; else ARGS='latency'
	bench/run $(or $(ARGS),throughput)

fuzz: ## each fuzz test looks for new inputs for SECONDS=60
	$(UNIT) verify -Pfuzz -Dfuzz.seconds=$(SECONDS) '-Dtest=*FuzzTest'

mutation: ## change policy and review line by line; 95 of 100 changes must fail a test
	$(MVN) -B -ntp -pl streams-app/law -am verify -Pmutation $(NO_UNIT) $(NO_IT)
