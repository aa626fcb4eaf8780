import Foundation

// The types of AzureCommunicationCommon that the package uses, with the behaviour that it relies on. The SDK runs on
// iOS only, so this module takes its place in tests on Linux and macOS. The README names the sources that it follows.

public typealias TokenRefreshHandler = (String?, Error?) -> Void
public typealias TokenRefresher = (@escaping TokenRefreshHandler) -> Void

public final class CommunicationAccessToken: NSObject {
    public let token: String
    public let expiresOn: Date

    init(_ token: String) throws {
        struct Claims: Decodable { let exp: Double }
        let parts = token.components(separatedBy: ".")
        guard parts.count > 1 else { throw URLError(.cannotParseResponse) }
        var base64 = parts[1].replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        while base64.count % 4 > 0 { base64 += "=" }
        let claims = try JSONDecoder().decode(Claims.self, from: Data(base64Encoded: base64) ?? Data())
        self.token = token
        expiresOn = Date(timeIntervalSince1970: claims.exp)
    }
}

public final class CommunicationTokenRefreshOptions: NSObject {
    let initialToken: String?
    let refreshProactively: Bool
    let tokenRefresher: TokenRefresher

    public init(
        initialToken: String? = nil, refreshProactively: Bool = false, tokenRefresher: @escaping TokenRefresher
    ) {
        self.initialToken = initialToken
        self.refreshProactively = refreshProactively
        self.tokenRefresher = tokenRefresher
    }
}

public final class CommunicationTokenCredential: NSObject {
    private let refresher: TokenRefresher
    private let lock = NSLock()
    private var current: CommunicationAccessToken
    private var timer: Timer?
    private var isCancelled = false

    public init(withOptions options: CommunicationTokenRefreshOptions) throws {
        refresher = options.tokenRefresher
        current = try CommunicationAccessToken(options.initialToken ?? "")
        super.init()
        startTimer()
    }

    public func token(completionHandler: @escaping (CommunicationAccessToken?, Error?) -> Void) {
        let (current, isCancelled) = lock.withLock { (self.current, self.isCancelled) }
        if isCancelled { return completionHandler(nil, URLError(.cancelled)) }
        if current.expiresOn.timeIntervalSinceNow > 600 { return completionHandler(current, nil) }
        DispatchQueue.global(qos: .utility).async { [weak self] in
            self?.refresher { token, error in
                if let error { return completionHandler(nil, error) }
                guard let self else { return }
                do {
                    // Like the SDK, which ends the app if there is neither a token nor an error.
                    let new = try CommunicationAccessToken(token!)
                    guard new.expiresOn > Date() else { throw URLError(.cannotParseResponse) }
                    self.lock.withLock { self.current = new }
                    self.startTimer()
                    completionHandler(new, nil)
                } catch {
                    completionHandler(nil, error)
                }
            }
        }
    }

    public func cancel() {
        lock.withLock { isCancelled = true }
        timer?.invalidate()
    }

    // The run loop of the current thread fires the timer, if there is one.
    private func startTimer() {
        let left = current.expiresOn.timeIntervalSinceNow
        let delay = left > 600 ? left - 600 : max(left / 2, 0)
        timer?.invalidate()
        timer = Timer.scheduledTimer(withTimeInterval: delay, repeats: false) { [weak self] _ in
            self?.token { _, _ in }
        }
    }

    deinit { timer?.invalidate() }
}
