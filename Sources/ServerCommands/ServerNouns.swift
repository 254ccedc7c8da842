package import ArgumentParser

/// The commands of whoever exercises a server.
package enum ServerNouns {
    /// In the order of the help.
    package static let all: [any ParsableCommand.Type] = [
        EhloCommand.self, RelayCommand.self, RouteCommand.self, ShapingCommand.self, SinkCommand.self,
        BenchCommand.self,
    ]
}
