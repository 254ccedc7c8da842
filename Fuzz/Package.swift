// swift-tools-version: 6.2
import PackageDescription

// A package of its own, since a libFuzzer program has no `main` and everything below it is built with its coverage.
// `make fuzz` in the folder above builds and runs the targets.

func target(_ name: String, _ library: String = "SMTPProtocol") -> Target {
    .executableTarget(
        name: name,
        dependencies: [
            .product(name: library, package: "fanmail"), .product(name: "NIOCore", package: "swift-nio"),
        ])
}

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "fanmail", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    ],
    targets: [
        target("FuzzReplyDecoder"), target("FuzzCapabilities"), target("FuzzEncodedContent"),
        target("FuzzBounceReader", "Bounces"),
    ]
)
