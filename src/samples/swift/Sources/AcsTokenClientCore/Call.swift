/// A call that several callers can wait for, and that can be ended early, even if its work never returns.
@MainActor
final class Call<Value: Sendable> {
    private var result: Result<Value, any Error>?
    private var waiting: [CheckedContinuation<Value, any Error>] = []
    private var task: Task<Void, Never>?

    var isRunning: Bool { result == nil }

    /// Starts the work, which must check for cancellation before it has an effect.
    init(_ work: @escaping @MainActor () async throws -> Value) {
        task = Task {
            do {
                end(with: .success(try await work()))
            } catch {
                end(with: .failure(error))
            }
        }
    }

    /// The result of the call. A caller that is cancelled goes on waiting.
    var value: Value {
        get async throws {
            if let result { return try result.get() }
            return try await withCheckedThrowingContinuation { waiting.append($0) }
        }
    }

    /// The result of the call, which ends if the caller is cancelled.
    var valueOfOnlyCaller: Value {
        get async throws {
            try await withTaskCancellationHandler {
                try await value
            } onCancel: {
                Task { await end(with: .failure(CancellationError())) }
            }
        }
    }

    /// Ends the call for all callers at once, unless it has ended, and cancels its work.
    func end(with result: Result<Value, any Error>) {
        guard isRunning else { return }
        self.result = result
        task?.cancel()
        task = nil
        for caller in waiting { caller.resume(with: result) }
        waiting = []
    }
}
