package import ArgumentParser

/// The commands of whoever writes to lists and keeps them, in the order of the help.
package enum ListNouns {
    /// A newsletter, from its letter to what became of it.
    package static let sending: [any ParsableCommand.Type] = [
        LetterCommand.self, PlanCommand.self, SendCommand.self, RunCommand.self, MailingCommand.self,
        DestinationCommand.self, ExplainCommand.self, BounceCommand.self,
    ]

    /// Who gets it, and what else is to be kept in order.
    package static let managing: [any ParsableCommand.Type] = [
        InitCommand.self, ListCommand.self, SubscriberCommand.self, SegmentCommand.self, SuppressionCommand.self,
        BatchCommand.self, BudgetCommand.self, TokenCommand.self, KeyCommand.self, DKIMCommand.self, InboxCommand.self,
        DatabaseCommand.self, ConfigCommand.self, DoctorCommand.self,
    ]

    /// All of it, on a server of its own.
    package static let demo: [any ParsableCommand.Type] = [DemoCommand.self]
}
