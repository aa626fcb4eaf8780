// swift-tools-version:5.7
import PackageDescription

let package = Package(
    name: "AcsTokens",
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "AcsTokens", targets: ["AcsTokens"])],
    dependencies: [
        .package(url: "https://github.com/Azure/SwiftPM-AzureCommunicationCommon.git", from: "1.3.0")
    ],
    targets: [
        .target(
            name: "AcsTokens",
            dependencies: [
                .product(name: "AzureCommunicationCommon", package: "SwiftPM-AzureCommunicationCommon")
            ])
    ]
)
