# make demo    the main job, from nothing to a sent mailing, on this machine
# make test    the whole test suite, with whatever it needs installed first; ONLY=ErasureTests runs what is named so
# make man     manual pages, in .build/man
# make fuzz    the decoder, the EHLO parser, the dot-stuffer and the reader of bounces against libFuzzer, FUZZ_SECONDS each
# make tsan    what runs on several threads, under the thread sanitizer
# make hot-path   allocations and instructions a transaction, compared with what they were
# make bench   side by side with Postfix's smtp-source and the sqlite3 shell
SWIFT ?= swift
SQLITE := .build/sqlite

# libsqlite3, cmark-gfm and libcrypto are linked from their archives; below .build there is nothing else of these names to find.
LINK := -Xcc -I$(CURDIR)/$(SQLITE)/include -Xlinker -L$(CURDIR)/$(SQLITE)/lib
ifeq ($(shell uname),Darwin)
RELEASE := -c release
else
RELEASE := -c release --static-swift-stdlib
endif

.PHONY: build release pictures demo test lint format bench hot-path tsan man fuzz clean

build: $(SQLITE)/ready-3
	$(SWIFT) build $(LINK)

release: $(SQLITE)/ready-3
	@[ -x .build/release/fanmail ] || echo "building the release: about five minutes the first time on two cores, seconds after that"
	$(SWIFT) build $(RELEASE) $(LINK) --product fanmail

# Headless Chromium draws the pictures of the README.
pictures: release
	docs/make-pictures

demo: release
	.build/release/fanmail demo

test: $(SQLITE)/ready-3
	.ci/install
	$(SWIFT) build --build-tests $(LINK)
ifdef ONLY
	SWIFT="$(SWIFT)" .ci/swift-test --skip-build $(LINK) --filter '$(ONLY)'
else
	@# Apart: those of the second run wait for other processes, and would keep those of the first waiting.
	SWIFT="$(SWIFT)" .ci/swift-test --skip-build $(LINK) --skip IntegrationTests
	SWIFT="$(SWIFT)" .ci/swift-test --skip-build $(LINK) --filter IntegrationTests
endif

lint: swift
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Examples Fuzz/Package.swift Fuzz/Sources

format: swift
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Examples Fuzz/Package.swift Fuzz/Sources

bench: release
	.ci/install
	Tests/Bench/bench

# valgrind counts; the thresholds stand beside the script, and --update writes them anew.
hot-path: release
	@command -v valgrind >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get install -y -qq valgrind >/dev/null; }
	Tests/Bench/hot-path $(HOT_PATH)

# In a build folder of its own, since nothing of the usual one can be used. What has no threads has no races, and Swift's
# Mutex is a futex that the sanitizer does not see: of what locks with it only false alarms would come.
TSAN := SMTPClientTests|SMTPSinkTests|SMTPLoadTests|FanmailDeliveryTests
tsan: export FANMAIL_TEST_TARGETS := $(TSAN)
tsan: $(SQLITE)/ready-3
	$(SWIFT) build --build-tests --sanitize thread --scratch-path .build/tsan $(LINK)
	TSAN_OPTIONS="halt_on_error=1 $$TSAN_OPTIONS" SWIFT="$(SWIFT)" .ci/swift-test --skip-build --sanitize thread --scratch-path .build/tsan $(LINK) --filter '$(TSAN)'

# One page for each command, from their own help.
man: $(SQLITE)/ready-3
	mkdir -p .build/man
	$(SWIFT) package $(LINK) plugin --allow-writing-to-directory .build/man generate-manual --multi-page --output-directory .build/man

fuzz: $(SQLITE)/ready-3
	SWIFT="$(SWIFT)" LINK="$(LINK)" Fuzz/run

clean:
	rm -rf .build

$(SQLITE)/ready-3: | swift
	.ci/sqlite

.PHONY: swift
swift:
	@command -v $(firstword $(SWIFT)) >/dev/null || { \
	    echo "fanmail is built with Swift 6.2 or later, which is not on this machine: https://www.swift.org/install" >&2; exit 1; }
