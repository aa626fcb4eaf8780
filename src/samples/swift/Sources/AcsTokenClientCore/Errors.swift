import Foundation

/// The protocol of the errors of this package. None of them contains a token.
public protocol AcsTokenError: LocalizedError {}

/// The endpoint refused the request, and a retry does not help.
public struct RefusedError: AcsTokenError, Equatable {
    /// The HTTP status, such as 403.
    public let status: Int
    /// The stable code of the problem, such as `forbidden`; nil if something else than the endpoint responded.
    public let code: String?
    /// What the endpoint says about the problem, for developers.
    public let detail: String?
    /// The id with which the operator finds the request in the logs.
    public let requestId: String?
    /// The claims request that the user's next sign-in must contain, as MSAL takes it.
    public let claims: String?

    public var errorDescription: String? {
        "The token endpoint responded with \(status)\(code.map { " \($0)" } ?? "")."
    }
}

/// The endpoint is unavailable: all attempts failed. A later attempt may succeed.
public struct UnavailableError: AcsTokenError {
    /// The HTTP status of the last response; nil if the last attempt got no response, and `cause` then says why.
    public let lastStatus: Int?
    public let cause: (any Error)?

    package init(lastStatus: Int?, cause: (any Error)? = nil) {
        self.lastStatus = lastStatus
        self.cause = cause
    }

    public var errorDescription: String? {
        let last = lastStatus.map { "the last response had the status \($0)" } ?? "there was no response"
        return "The token endpoint is unavailable: \(last)."
    }
}

/// The user was signed out, or the tokens were closed, before the request ended.
public struct SignedOutError: AcsTokenError, Equatable {
    package init() {}

    public var errorDescription: String? { "The user is signed out." }
}

/// The session broke its contract: it returned no usable token, or none in time.
public struct SessionError: LocalizedError, Equatable {
    public let errorDescription: String?

    static let invalidToken = SessionError(
        errorDescription: "The session's bearer token has characters that no header may have.")
    static let timeout = SessionError(errorDescription: "The session returned no bearer token within a minute.")
}
