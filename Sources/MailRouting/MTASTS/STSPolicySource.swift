/// Where the text of a policy comes from.
package protocol STSPolicySource: Sendable {
    /// - Parameter domain: in A-labels.
    /// - Throws: a clause that says why there is none.
    func policy(of domain: String) async throws(STSPolicy.Fault) -> String
}
