import Foundation

/// The outcome of an attempt: a response of the endpoint or of something on the way to it, or no response.
package struct EndpointResponse: Sendable {
    /// The HTTP status; nil if there is no response.
    package let status: Int?
    private let headers: [String: String]
    private let body: Data
    private let cause: (any Error)?

    /// - Parameter headers: the headers, with names in lower case
    package init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
        cause = nil
    }

    init(cause: any Error) {
        status = nil
        headers = [:]
        body = Data()
        self.cause = cause
    }

    package var isSuccess: Bool { status.map { 200..<300 ~= $0 } ?? false }

    /// Whether the same request may succeed later.
    var isTemporary: Bool {
        guard let status, !isSuccess else { return true }
        // The Functions host sends a 404 of its own while it starts, and a gateway redirects to a sign-in of its own.
        // They say nothing about the user.
        let isForeign = 300..<400 ~= status || status == 404 && !isProblem
        return status == 429 || status >= 500 || isForeign
    }

    /// How many seconds to wait before a retry, if the response says it.
    package var retryAfterSeconds: Double? {
        struct Problem: Decodable { let retryAfterSeconds: Double }
        // A gateway may drop the header or send a date. The body of a problem has the same number.
        let inHeader = headers["retry-after"].flatMap(UInt.init).map(Double.init)
        let seconds = inHeader.flatMap { $0 > 0 ? $0 : nil } ?? decoded(as: Problem.self)?.retryAfterSeconds
        return seconds.flatMap { $0 > 0 ? $0 : nil }
    }

    package var refusal: RefusedError {
        struct Problem: Decodable { let code, detail, requestId, claims: String? }
        let problem = isProblem ? decoded(as: Problem.self) : nil
        return RefusedError(
            status: status ?? 0, code: problem?.code, detail: problem?.detail,
            requestId: problem?.requestId ?? headers["x-request-id"], claims: problem?.claims)
    }

    var unavailability: UnavailableError { UnavailableError(lastStatus: status, cause: cause) }

    /// Reads the body if it is JSON of this form. The error is dropped, because it may quote the body.
    func decoded<Body: Decodable>(as type: Body.Type) -> Body? { try? JSONDecoder().decode(type, from: body) }

    private var isProblem: Bool { headers["content-type"]?.hasPrefix("application/problem+json") ?? false }
}
