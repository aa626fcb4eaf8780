import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests with `URLSession`.
package struct Http: Sendable {
    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        return URLSession(configuration: configuration, delegate: Redirects(), delegateQueue: nil)
    }()

    package init() {}

    /// Sends the request once.
    package func send(_ request: URLRequest) async throws -> EndpointResponse {
        let (body, response) = try await Self.session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            headers["\(name)".lowercased()] = "\(value)"
        }
        return EndpointResponse(status: response.statusCode, headers: headers, body: body)
    }

    /// Follows no redirect, because it would carry the bearer token to another server.
    private final class Redirects: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _: URLSession, task: URLSessionTask, willPerformHTTPRedirection: HTTPURLResponse,
            newRequest: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
        ) {
            completionHandler(nil)
        }
    }
}
