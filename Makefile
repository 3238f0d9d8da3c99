# Everything a developer does, in one place. `make help` lists it.

SHELL   := bash
GO      ?= go
TOOLS   ?= $(CURDIR)/bin/tools
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
SOURCES := $(shell find . -name '*.go' -not -path './bin/*') go.mod go.sum

GOLANGCI_VERSION := v2.15.0
GOFUMPT_VERSION  := v0.12.0
GOLANGCI := $(TOOLS)/golangci-lint-$(GOLANGCI_VERSION)
GOFUMPT  := $(TOOLS)/gofumpt-$(GOFUMPT_VERSION)

# Where goroutines of ours meet: tested with the race detector by `make check`.
RACE := ./api/... ./internal/crash/... ./internal/emulator/... ./internal/guard/... ./internal/audit/... ./internal/state/... ./internal/drafts/... ./ui/...

.DEFAULT_GOAL := help

.PHONY: help
help: ## show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: bin/usher ## build and open the dashboard on demo data: no key, no network
	@./bin/usher --demo

.PHONY: emulator
emulator: bin/usher ## serve the embedded Clerk Backend API on 127.0.0.1:4010
	@./bin/usher emulator

.PHONY: build
build: bin/usher ## build bin/usher: static, trimmed, version stamped

bin/usher: $(SOURCES)
	@mkdir -p bin
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $@ .

.PHONY: test
test: ## all tests
	$(GO) test ./...

.PHONY: race
race: ## tests with the race detector, where goroutines meet
	$(GO) test -race $(RACE)

.PHONY: bench
bench: ## benchmarks inside the process
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: fmt
fmt: $(GOFUMPT) ## format the sources
	$(GOFUMPT) -w $$(git ls-files -co --exclude-standard '*.go')

.PHONY: fmt-check
fmt-check: $(GOFUMPT)
	@out=$$($(GOFUMPT) -d $$(git ls-files -co --exclude-standard '*.go')); \
	  if [ -n "$$out" ]; then echo "$$out"; echo "make fmt mends this"; exit 1; fi

.PHONY: lint
lint: $(GOLANGCI) ## run the linters
	$(GOLANGCI) run ./...

.PHONY: vet
vet:
	$(GO) vet ./...

.PHONY: docs
docs: bin/usher ## regenerate the tables in the documents
	$(GO) run ./internal/tools/docgen -write .

.PHONY: docs-check
docs-check:
	$(GO) run ./internal/tools/docgen .

.PHONY: screenshot
screenshot: bin/usher ## draw docs/screenshot.svg from the running program
	$(GO) run ./internal/tools/screenshot -out docs/screenshot.svg -keys '$(shell printf "j %.0s" {1..18})' -then Locked ./bin/usher --demo --demo-seed 7 --demo-users 12408

.PHONY: check
check: fmt-check vet lint docs-check race test ## everything that must hold before a commit

.PHONY: tools
tools: $(GOLANGCI) $(GOFUMPT)

$(GOLANGCI):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	@mv $(TOOLS)/golangci-lint $@

$(GOFUMPT):
	@mkdir -p $(TOOLS)
	GOBIN=$(TOOLS) $(GO) install mvdan.cc/gofumpt@$(GOFUMPT_VERSION)
	@mv $(TOOLS)/gofumpt $@

.PHONY: clean
clean: ## remove what was built
	rm -rf bin dist
