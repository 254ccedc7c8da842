extension SinkPolicy {
    /// What is kept of a transaction, looked up once.
    struct Wants {
        /// Who it is from and for.
        let envelope: Bool
        /// DSNs and complaints are written afterwards.
        let answers: Bool
        /// The digest of the message.
        let digest: Bool
        /// Messages are kept, or told to somebody, before they are answered.
        let keeping: Bool
        /// Who brings it, and with which parameters.
        let session: Bool
        /// So many octets of the message.
        let octets: Int

        init(_ configuration: SinkConfiguration, _ plan: FaultPlan) {
            let stages = plan.faults.map(\.stage)
            answers = configuration.answerer != nil && stages.contains(.afterwards)
            digest = configuration.recorder != nil
            envelope = digest || configuration.keeper != nil || stages.contains(.delivery) || answers
            keeping = configuration.keepsMessages
            session = configuration.keeper != nil
            let isWhole = configuration.keeper != nil || answers || configuration.recordsLinks
            let most = isWhole ? .max : configuration.recorder != nil ? 16 << 10 : 0
            octets = min(most, configuration.longestMessage)
        }
    }
}
