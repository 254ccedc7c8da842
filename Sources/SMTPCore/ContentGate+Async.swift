extension ContentGate {
    /// Waits for the decision. Do not mix with another waiter on the same gate.
    public func decided() async -> Decision {
        if let decision { return decision }
        return await withCheckedContinuation { continuation in
            whenDecided { continuation.resume(returning: $0) }
        }
    }
}
