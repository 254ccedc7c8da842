extension FailureRules {
    static let policy = #"""
        rule greylist
        words greylist | graylist | grey list | gray list | grey-list | gray-list | greylisted
        words temporarily deferred & retry | try again in & seconds | please try again in & minutes | resend & minutes
        words try again in | try again after | come back later | retry in | come back in | recipient & greylisted
        class policy
        means 4.7.1
        yes 450 4.2.0 <ada@x.example>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/
        yes 451 4.7.1 Greylisting in action, please come back later
        yes 450 4.7.1 try again in 300 seconds
        no 550 5.1.1 user unknown

        rule relaying
        words relay access denied | relaying denied | relaying not permitted | relay not permitted | relay denied
        words relaying is not | relaying not allowed | unable to relay | relay not allowed | cannot relay | no relaying
        words isn't in my list of allowed rcpthosts | allowed rcpthosts | relay prohibited | relaying prohibited
        words not permitted to relay | not allowed to relay | relaying to | relay is not | we do not relay
        words do not relay | not relay | won't relay | relaying disallowed | not a relay | relaying blocked
        words relay operation | not a gateway | this mail server requires | relay through | relay for
        words not local & relay | domain isn't hosted | not authorized to relay | relay rejected | relaying mail
        words relay attempt | recipient domain not & served | not a local domain | we do not handle mail for
        words not one of our domains | cannot deliver mail for | relaying & denied
        class policy
        means 5.7.1
        yes 554 5.7.1 <ada@x.example>: Relay access denied
        yes 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)
        yes 550 5.7.1 Unable to relay
        no 550 5.1.1 user unknown

        rule not-allowed
        words not authorized to send | not allowed to send | not permitted to send | permission to send
        words not allowed to post | posting & denied | members only | only members | not a member | not subscribed
        words non-member | nonmember | delivery not authorized | not authorized to post | restricted to
        words restricted recipient | recipient restricted | don't have permission | do not have permission
        words no permission | do not have sufficient permission | list is closed | mailing list & closed | moderat
        words only accepts mail from | only accept mail from | only accept messages from | not on & whitelist
        words not whitelisted | not in whitelist | whitelist | white list | authorized senders | approved senders
        words allowed senders | prohibited by administrator | administrative prohibition | administratively prohibited
        words administratively denied | administratively rejected | recipient & not allowed
        words not accept mail from external | internal use only | internal mail only | refused by recipient
        words recipient refused | recipient does not want | does not wish to receive | user refuses | refuses to accept
        words refused by user | challenge | requires confirmation | confirmation required
        words does not accept messages from | recipient & does not accept | external senders | outside & organization
        words external email | mailbox & accept only | accepts only | unauthorized sender
        words they are not accepting mail from | not accepting mail from | don't accept messages from
        words delivery was refused
        class policy
        means 5.7.1
        yes 550 5.7.1 You are not allowed to post to this mailing list
        yes 550 5.7.1 You do not have permission to send to this recipient.
        yes 550 Administrative prohibition
        no 550 5.1.1 user unknown

        rule policy-words
        words policy violation | policy reasons | policy reason | local policy | violates & policy | security policy
        words against our policy | by policy | against policy | due to policy | policy restriction | policy rejection
        words site policy | company policy | server policy | violation of & policy | security reasons | policies
        words rejected by & policy | policy & rejected | violates | violation | firewall | access control | unacceptable
        words rejected by server rules | message rejected by & rule | transport rule | rejected by rule | custom rule
        words blocked by & administrator | blocked by admin | rejected by administrator | by the administrator
        words filter & rejected | rejected by filter | mail filter | rejected by & filter | blocked by filter | filtered
        words duplicate message | already received | your country | country & accept | country & refuse | country & reject | country & not allowed | from a country | country that | countries | geograph | tenant | protocol & security
        words security & restrict
        unless user unknown
        words recipient policy | recipient's policy
        class policy
        means 5.7.1
        yes 554 5.7.1 Message rejected due to local policy
        yes 550 5.7.1 Blocked by policy: no mail from outside
        yes 550 5.7.1 It is from a country that this organization does not accept mail from
        no 550 5.1.1 user unknown
        """#

    static let expired = #"""
        rule expired
        words envelope expired
        words message expired | mail expired | queue too long | been in the queue too long | retry timeout exceeded
        words delivery time expired | delivery expired | expired message | maximum retries | retry limit | max retry
        words cannot send message within | cannot send message for | could not be delivered for
        words unable to deliver & days | retry time not reached | long failure period
        words have been failing for a long time | too old | giving up after | giving up on | message timed out
        words delivery timed out | delivery attempts | delivery failed & attempts | retries exhausted | too many retries
        words could not be delivered within | not delivered within | undeliverable for | been undeliverable
        words queued too long | delivery period | max time & queue | maximum time in queue | number of attempts
        words expired after | queue lifetime | message could not be delivered for | maximum queue time | queue time
        words not going to try again | lifetime expired | time-out & delivery | final retry | cancelled after
        words failed to deliver & hours | maximum delivery | unable to send & within | maximum-time-expired
        words maximum time expired | delivery time-out | queue & expired | will no longer & attempt | retry period
        words attempts have been made | retrying for | for too long | in the time limit specified
        words within the time limit
        unless will be retried | next attempt | not yet | unable to connect
        words not reachable within | allowed queue period | not been collected after | has not been collected
        words multiple retries | repeated attempts | several attempts | multiple attempts | several retries
        unless attempts will continue
        class expired
        means 4.4.7
        yes 4.4.7 Message expired after 5 days
        yes I'm not going to try again; this message has been in the queue too long.
        yes retry timeout exceeded
        yes Message could not be delivered for 5 days
        no Connection timed out
        """#

    static let connections = #"""
        rule connection
        words no connection could be made | could not be contacted
        words connection refused | connection timed out | connection timeout | connection reset | connection closed
        words no route to host | network is unreachable | network unreachable | host is unreachable | host unreachable
        words host is down | lost connection | conversation with | operation timed out | connection lost
        words unable to connect | could not connect | couldn't connect | cannot connect | can't connect
        words failed to connect | connection failed | connect to & refused | connect to & timed out | connection dropped
        words remote host closed | server is down | wasn't able to establish an smtp connection
        words establish & smtp connection | unable to establish | connected to & but connection died | connection died
        words timed out while | timeout while | timed out waiting | no answer from host | no response from
        words not responding | did not respond | unreachable | connection broken | broken pipe | connection aborted
        words connection was dropped | tls handshake | handshake failed | ssl error | cannot start tls
        words tls not available | tls negotiation | starttls failed | certificate | tls error | tls failed
        words bad connection | i/o error & connection | read error | end of file | premature end-of-input
        words network error | socket error | data timeout | smtp timeout | session timeout | timeout exceeded | time-out
        words cannot reach | no smtp service | server unavailable | mail server is not available | all hosts
        words connection to & failed | connection error | link error | connection to the recipient's | eof from
        words unable to contact | no mail hosts | delivery temporarily suspended | temporarily unreachable | congested
        words congestion | closing connection & timeout | did not reach | couldn't reach | transport endpoint
        words lost input | not reachable | unable to reach | cannot be reached | cannot be contacted | closed connection
        words connection closed unexpectedly
        unless policy | denied
        words did not accept our requests to connect | greeting failed | not accept our requests
        words mail transport unavailable | smtp communication problem | unable to connect successfully
        words no such file or directory & smtp
        class connection
        means 4.4.1
        yes connect to x.example[192.0.2.1]:25: Connection refused
        yes lost connection with mx.x.example[192.0.2.1] while sending RCPT TO
        yes Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
        yes 441 4.4.1 No answer from host
        no 550 5.1.1 user unknown
        """#
}
