// swift-tools-version: 6.0
import PackageDescription

// The ACS SDK is built for iOS only. On Linux and macOS, where the tests run, a stand-in takes its place.
#if os(Linux)
let dependencies: [Package.Dependency] = []
let sdk: [Target.Dependency] = ["SdkStandIn"]
#else
let dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/Azure/SwiftPM-AzureCommunicationCommon.git", from: "1.3.0")
]
let sdk: [Target.Dependency] = [
    .product(
        name: "AzureCommunicationCommon", package: "SwiftPM-AzureCommunicationCommon",
        condition: .when(platforms: [.iOS])),
    .target(name: "SdkStandIn", condition: .when(platforms: [.macOS])),
]
#endif

let package = Package(
    name: "acs-token-client",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "AcsTokenClient", targets: ["AcsTokenClient"])
    ],
    dependencies: dependencies,
    targets: [
        .target(name: "AcsTokenClientCore"),
        .target(name: "AcsTokenClient", dependencies: ["AcsTokenClientCore"] + sdk),
        .target(name: "SdkStandIn", swiftSettings: [.swiftLanguageMode(.v5)]),
        .executableTarget(name: "Client", dependencies: ["AcsTokenClient"] + sdk),
        .testTarget(name: "AcsTokenClientCoreTests", dependencies: ["AcsTokenClientCore"]),
        .testTarget(name: "AcsTokenClientTests", dependencies: ["AcsTokenClient", "AcsTokenClientCore"] + sdk),
    ]
)
