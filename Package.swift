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
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let toml: Self = "TOMLKit"
}

/// A library target of this package, lowest layer first; imports point up this list only.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let package = Package(
    name: "fanmail",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SMTPClient", targets: ["SMTPClient", "SMTPProtocol", "MailCore"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        module("MailCore"),
        module("Roster", ["MailCore", .toml]),
        module("Expansion", ["MailCore"]),
        module("Delivery", ["MailCore"]),
        module("SMTPProtocol", ["MailCore", .nioCore]),
        module("SMTPClient", ["MailCore", "SMTPProtocol", .nioCore, .nioPosix]),

        tests("MailCoreTests", ["MailCore"]),
        tests("DeliveryTests", ["Delivery", "MailCore"]),
    ]
)
