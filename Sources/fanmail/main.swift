import FanmailCommands
import Foundation

exit(await FanmailCommand.run(Array(CommandLine.arguments.dropFirst())))
