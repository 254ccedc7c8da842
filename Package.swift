// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

extension Target.Dependency {
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioConcurrencyHelpers = product(name: "NIOConcurrencyHelpers", package: "swift-nio")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
    static let sqlite = product(name: "GRDBSQLite", package: "GRDB.swift")
    static let nioTLS = product(name: "NIOTLS", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let asn1 = product(name: "SwiftASN1", package: "swift-asn1")
    static let x509 = product(name: "X509", package: "swift-certificates")
    static let logging = product(name: "Logging", package: "swift-log")
    static let inMemoryLogging = product(name: "InMemoryLogging", package: "swift-log")
    static let serviceLifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let metrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let metricsTestKit = product(name: "MetricsTestKit", package: "swift-metrics")
    static let histogram = product(name: "Histogram", package: "hdrhistogram-swift")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let toml: Self = "TOMLKit"
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let yams: Self = "Yams"
}

/// A library target of this package, lowest layer first; imports point up this list only.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A program of a few lines that shows how the libraries are used; the tests build and run it.
func example(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Examples/\(name)", swiftSettings: settings)
}

let package = Package(
    name: "fanmail",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "fanmail", targets: ["fanmail"]),
        .library(name: "Fanmail", targets: ["Fanmail", "FanmailDelivery", "FanmailBasics"]),
        .library(name: "SMTPProtocol", targets: ["SMTPProtocol", "SMTPCore", "FanmailBasics"]),
        .library(name: "SMTPClient", targets: ["SMTPClient", "SMTPProtocol", "SMTPCore", "FanmailBasics"]),
        .library(name: "Bounces", targets: ["Bounces", "SMTPCore"]),
        .library(name: "SMTPSink", targets: ["SMTPSink"]),
        .library(name: "SMTPSinkTesting", targets: ["SMTPSinkTesting", "SMTPSink"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.10.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.1.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-crypto", "4.0.0"..<"5.0.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.1.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        module("FanmailBasics"),
        module("SMTPCore", ["FanmailBasics"]),
        module("FanmailMIME", ["SMTPCore", "FanmailBasics"]),
        module("FanmailSettings", ["SMTPCore", "FanmailBasics", .toml]),
        module("MailingLists", ["SMTPCore", "FanmailBasics", "FanmailSettings", .crypto]),
        .systemLibrary(name: "Zlib"),
        module("SubscriberFiles", ["SMTPCore", "FanmailBasics", "MailingLists", "Zlib"]),
        .systemLibrary(name: "CMarkGFM"),
        .systemLibrary(name: "OpenSSL"),
        module(
            "Composition",
            ["SMTPCore", "FanmailBasics", "FanmailMIME", "CMarkGFM", "OpenSSL", "Zlib", .crypto, .cryptoExtras, .yams]),
        module("FanmailDNS", [.nioCore, .nioPosix]),
        module("Bounces", ["SMTPCore", "FanmailBasics", "FanmailMIME"]),
        module("FanmailDelivery", ["SMTPCore", "FanmailBasics", .metrics]),
        module("Shaping", ["SMTPCore", "FanmailBasics", "FanmailSettings", "Bounces", "FanmailDelivery"]),
        .systemLibrary(name: "SQLiteSettings"),
        module(
            "ListStore",
            [
                "SQLiteSettings", "SMTPCore", "FanmailBasics", "MailingLists", "SubscriberFiles", "Bounces",
                "FanmailDelivery", .crypto, .grdb, .sqlite, .logging, .metrics,
            ]),
        module(
            "SMTPProtocol", ["SMTPCore", "FanmailBasics", "FanmailMIME", .nioCore, .crypto, .cryptoExtras]),
        module(
            "SMTPClient",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "SMTPProtocol", .nioCore, .nioConcurrencyHelpers,
                .nioPosix, .nioTLS, .nioSSL, .crypto, .x509, .asn1, .logging,
            ]),
        module(
            "MailRouting",
            [
                "SMTPCore", "FanmailBasics", "FanmailDNS", "Bounces", "SMTPClient", .nioCore, .nioPosix, .nioTLS,
                .nioSSL, .nioHTTP1,
                .crypto, .asn1, .x509,
            ]),
        module(
            "SMTPSink",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "FanmailSettings", "SMTPProtocol", .toml, .nioCore,
                .nioConcurrencyHelpers, .nioPosix, .nioSSL, .x509, .asn1, .crypto, .cryptoExtras, .serviceLifecycle,
                .logging,
            ]),
        module("SMTPSinkStore", ["FanmailBasics", "SMTPSink", .grdb]),
        module("FanmailWeb", ["FanmailBasics", .nioCore, .nioPosix, .nioConcurrencyHelpers, .nioHTTP1]),
        module(
            "SMTPSinkWeb",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "FanmailDNS", "Composition", "SMTPProtocol", "SMTPClient",
                "SMTPSink", "FanmailWeb", .nioCore, .nioPosix, .nioConcurrencyHelpers, .crypto,
            ]),
        module("SMTPSinkTesting", ["SMTPSink"]),
        module(
            "SMTPLoad",
            [
                "SMTPCore", "FanmailBasics", "Zlib", "SMTPProtocol", "SMTPClient", .nioCore, .nioPosix,
                .nioConcurrencyHelpers, .histogram,
            ]),
        module(
            "Fanmail",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "FanmailSettings", "MailingLists", "SubscriberFiles",
                "Composition", "FanmailDNS", "Bounces", "FanmailDelivery", "Shaping", "ListStore", "SMTPProtocol",
                "SMTPClient", "MailRouting", "FanmailWeb", .nioCore, .nioConcurrencyHelpers, .nioPosix,
                .serviceLifecycle, .logging,
                .metrics,
            ]),
        module(
            "FanmailTerminal",
            [
                "FanmailBasics", "FanmailSettings", "SubscriberFiles", "Composition", "FanmailDNS", "ListStore",
                "SMTPProtocol", "SMTPClient", "SMTPLoad", "Fanmail", "FanmailWeb", .argumentParser, .logging,
            ]),
        module(
            "ServerCommands",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "FanmailSettings", "MailingLists", "SubscriberFiles",
                "Composition", "Bounces", "FanmailDNS", "FanmailDelivery", "ListStore", "SMTPProtocol", "SMTPClient",
                "SMTPSink", "SMTPSinkStore", "SMTPSinkWeb", "SMTPLoad", "Fanmail", "FanmailWeb", "MailRouting",
                "Shaping", "FanmailTerminal", .nioCore, .nioPosix, .argumentParser, .logging,
            ]),
        module(
            "ListCommands",
            [
                "SMTPCore", "FanmailBasics", "FanmailMIME", "FanmailSettings", "MailingLists", "SubscriberFiles",
                "Composition", "Bounces", "FanmailDNS", "FanmailDelivery", "ListStore", "SMTPClient", "SMTPLoad",
                "MailRouting", "Shaping", "Fanmail", "FanmailTerminal", .nioCore, .argumentParser, .logging,
            ]),
        module(
            "FanmailCommands",
            ["FanmailBasics", "Fanmail", "FanmailTerminal", "ServerCommands", "ListCommands", .argumentParser]),
        .executableTarget(name: "fanmail", dependencies: ["FanmailCommands"], swiftSettings: settings),

        example("SendOneMail", ["SMTPClient"]),
        example("TestYourApp", ["SMTPCore", "SMTPClient", "SMTPSink"]),
        example("ListInProgram", ["Fanmail", "FanmailDelivery", "SMTPClient"]),
        example("OwnTransport", ["SMTPCore", "SMTPProtocol", "SMTPClient"]),

        .target(
            name: "TestSupport", dependencies: ["FanmailBasics", .nioCore, .nioPosix], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("SMTPCoreTests", ["SMTPCore", "FanmailBasics"]),
        tests("FanmailBasicsTests", ["FanmailBasics", "SMTPCore", "TestSupport"]),
        tests("FanmailMIMETests", ["FanmailMIME", "FanmailBasics", "SMTPCore", "TestSupport"]),
        tests("FanmailSettingsTests", ["FanmailSettings", "FanmailBasics", "SMTPCore", "TestSupport"]),
        tests(
            "MailingListsTests",
            ["MailingLists", "FanmailSettings", "FanmailBasics", "SMTPCore", "TestSupport", .crypto]),
        tests(
            "SubscriberFilesTests",
            ["SubscriberFiles", "MailingLists", "FanmailBasics", "SMTPCore", "TestSupport"]),
        tests(
            "CompositionTests",
            [
                "Composition", "FanmailMIME", "FanmailBasics", "SMTPCore", "TestSupport", .crypto, .cryptoExtras,
                .mustache,
            ]),
        tests("FanmailDNSTests", ["FanmailDNS", "TestSupport", .nioCore, .nioPosix]),
        tests("BouncesTests", ["Bounces", "FanmailBasics", "SMTPCore"]),
        tests(
            "FanmailDeliveryTests",
            ["FanmailDelivery", "Fanmail", "SMTPProtocol", "FanmailBasics", "SMTPCore", "TestSupport", .nioCore]),
        tests(
            "ShapingTests", ["Shaping", "Bounces", "FanmailDelivery", "FanmailSettings", "FanmailBasics", "SMTPCore"]),
        tests("SMTPProtocolTests", ["SMTPProtocol", "FanmailBasics", "SMTPCore", "TestSupport", .nioCore]),
        tests(
            "SMTPSinkTests",
            [
                "SMTPSink", "SMTPSinkWeb", "FanmailWeb", "FanmailDNS", "SMTPClient", "Composition", "Bounces",
                "FanmailSettings", "FanmailBasics", "SMTPCore", "TestSupport",
            ]),
        tests("FanmailWebTests", ["FanmailWeb", "TestSupport", .nioCore, .nioPosix]),
        tests("SMTPSinkStoreTests", ["SMTPSinkStore", "SMTPSink", "FanmailBasics"]),
        tests(
            "SMTPClientTests",
            [
                "SMTPClient", "SMTPProtocol", "SMTPSink", "SMTPSinkTesting", "FanmailMIME", "FanmailBasics", "SMTPCore",
                "TestSupport", .nioCore, .nioPosix, .nioSSL, .crypto, .x509, .asn1, .logging, .inMemoryLogging,
            ]),
        tests("MailRoutingTests", ["MailRouting", "FanmailDNS", "TestSupport", .nioPosix]),
        tests(
            "SMTPLoadTests",
            [
                "SMTPLoad", "SMTPSink", "SMTPClient", "SMTPProtocol", "FanmailBasics", "SMTPCore", .nioCore,
                .nioEmbedded, .nioPosix, .nioConcurrencyHelpers, .histogram,
            ]),
        tests(
            "ListStoreTests",
            [
                "ListStore", "FanmailDelivery", "FanmailSettings", "MailingLists", "SubscriberFiles", "FanmailBasics",
                "SMTPCore", "TestSupport", .grdb,
            ], resources: [.copy("Fixtures")]),
        tests(
            "FanmailTests",
            [
                "Fanmail", "ListStore", "FanmailSettings", "MailingLists", "SubscriberFiles", "Composition",
                "Bounces", "FanmailDNS", "FanmailDelivery", "Shaping", "SMTPProtocol", "SMTPClient", "SMTPSink",
                "FanmailMIME", "FanmailBasics", "SMTPCore", "TestSupport", .grdb, .nioCore, .nioPosix,
                .logging, .inMemoryLogging, .serviceLifecycle, .metricsTestKit,
            ]),
        tests(
            "FanmailCommandsTests",
            [
                "FanmailCommands", "ServerCommands", "ListCommands", "FanmailTerminal", "Fanmail", "FanmailDelivery",
                "FanmailSettings", "SMTPLoad", "SMTPClient", "SMTPSink", "SMTPProtocol", "FanmailBasics", "SMTPCore",
                "TestSupport",
                .argumentParser, .logging, .histogram,
            ], resources: [.copy("Goldens")]),
        tests(
            "IntegrationTests",
            [
                "fanmail", "SendOneMail", "TestYourApp", "ListInProgram", "OwnTransport", "SMTPClient", "MailRouting",
                "FanmailDNS", "TestSupport", .nioPosix, .x509, .asn1, .crypto,
            ], resources: [.copy("Goldens")]),
    ]
)

// For `make tsan`: these test targets alone, so that nothing else is built a second time for them.
if let names = Context.environment["FANMAIL_TEST_TARGETS"]?.split(separator: "|").map(String.init) {
    let unneeded: Set = ["fanmail", "FanmailCommands", "ServerCommands", "ListCommands", "FanmailTerminal"]
    package.targets.removeAll {
        $0.type == .test
            ? !names.contains($0.name) : $0.path?.hasPrefix("Examples/") == true || unneeded.contains($0.name)
    }
    package.products.removeAll { $0.name == "fanmail" }
}
