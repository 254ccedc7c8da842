extension FailureRules {
    static let systems = #"""
        rule system-full
        words insufficient system storage | insufficient disk space | insufficient system resources | no space left
        words disk full | disk is full | out of disk | filesystem full | file system full | not enough disk
        words insufficient system | out of memory | insufficient storage | insufficient resources | mail system full
        words not enough memory | no free disk | system storage | queue full | not enough free | low disk | out of space
        class system
        means 4.3.1
        yes 452 Insufficient system storage
        yes 451 4.3.0 No space left on device
        no 552 5.2.2 Mailbox full

        rule mailer
        words can't create | cannot create | cannot open | permission denied | command died | command failed
        words exit status | exited with | return code | procmail | maildrop | local delivery failed | pipe to
        words can't open mailbox | cannot open mailbox | unable to open | failed to open | cannot append | cannot update
        words cannot lock | unable to lock | deliver: | delivery agent | unknown mailer error | unknown mailer-error
        words user's crontab | service unavailable & mailer | bad exit | can't write | i/o error | input/output error
        words local delivery | lmtp & failed | service error | delivery program | x-unix | unable to write
        words process message | failed to process | mail server & misbehav | program failure
        unless user unknown
        words unknown mail transport | command time limit | mail directly to | wrong owner | .qmail | .forward
        words child crashed | crashed (# | qmail-local & crashed | qmail-remote & crashed
        words delivery temporarily failed | unable to chdir | unable to switch
        class system
        means 5.3.0
        yes can't create (user) output file
        yes qmail-local child crashed
        yes local delivery failed, procmail: exit status 75
        yes 451 4.3.0 unable to open mailbox
        no 550 user unknown

        rule system-words
        words internal error | internal server error | system error | local error | server error | temporary error
        words temporary failure | temporary local problem | temporary problem | temporary system | temporary server
        words local problem | local error in processing | error in processing | queue file write
        words temporary lookup failure | service unavailable | service not available | service is unavailable
        words service temporarily | server busy | server is busy | system not accepting | not accepting network messages
        words resources temporarily | try again later | ldap & fail | ldap & error | lookup failed | database error
        words mysql | alias expansion | unexpected error | please try later | try later | system unavailable
        words system is busy | overloaded | load too high | shutting down | load average | server configuration
        words technical problem | unknown error | server load | too busy | maintenance | unable to process
        words temporarily unavailable | currently unavailable | temporarily rejected | action aborted & error
        words processing error | system problem | verification temporarily | unable to verify
        words temporarily not available | try again shortly | not available at this time | could not be processed
        words system resources | command timeout | file exists
        unless mailbox unavailable
        class system
        means 4.3.0
        yes 451 4.3.0 Temporary failure
        yes 451 Requested action aborted: local error in processing
        yes 421 Service not available, try again later
        no 550 5.1.1 user unknown

        rule protocol
        words syntax error | command unrecognized | command not recognized | unrecognized command | unknown command
        words bad sequence | protocol error | unexpected command | not implemented | unsupported parameter | bad command
        words improper use of smtp command | pipelining | command rejected | need mail command | need rcpt
        words command out of sequence | out of sequence | invalid command | parameters | not supported | unsupported
        class system
        means 5.5.0
        yes 500 5.5.1 Command unrecognized
        yes 503 5.5.1 Bad sequence of commands
        yes 554 5.5.0 SMTP synchronization error, improper use of SMTP command pipelining
        no 550 5.1.1 user unknown
        """#
}
