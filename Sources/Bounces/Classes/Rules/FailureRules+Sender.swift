extension FailureRules {
    static let reputation = #"""
        rule link-listed
        words url & listed | url & blacklist | url & blocklist | url & spamhaus | url & blocked | link & listed
        words link & blacklist | link & blocklist | links & listed | links & blacklist | urls & listed
        words urls & blacklist | surbl | uribl | contains a url | contains a link | contains a domain | website & listed
        words body & listed | body & blacklist | link & spamhaus | domain in message & listed | in the body & dbl
        words message contains & blacklist | message contains & dbl | message contains & listed | uri & listed
        unless client host | sender listed | sender address | helo | your ip | sending ip | your server | ip address
        unless client address | see url | see the url | see this url | see link | this link | following link | following url
        unless the link | to be removed | delist | removal | see: | visit url | at url | at the url | details url
        class content
        means 5.7.1
        yes 554 5.7.1 This message contains a URL listed by SURBL
        yes 550 5.7.1 rejected: a link in your message is on a blacklist
        no 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using dbl.spamhaus.org
        no 550 Mail from x.example blocked, listed in a blacklist; see URL http://bl.x.example

        rule block-list
        words spamhaus | spamcop | sorbs | blacklist | black list | blacklisted | blocklist | block list | blocklisted
        words rbl$ | dnsbl | rbl: | realtime blackhole | blackhole | listed in | listed at | listed on | listed by
        words is listed | dnsrbl | uceprotect | barracudacentral | surriel | psbl | invaluement | njabl | abuseat
        words cbl.abuseat | denylist | denylisted | deny list | blocked using | dsbl.org | dnswl | sender base
        words senderscore | spamrats | manitu.net | mailspike | nixspam | ix.dnsbl | ordb.org | spameatingmonkey
        words maps rbl | mail-abuse.org | rbl restriction | on our block | in our block | banned ip | ip is banned
        words rhsbl | blocked by bl | blacklisting
        unless domino | listed in public | in directory | not listed in | they may be blacklisted
        class reputation
        yes 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org
        yes 550 5.7.1 Mail from 192.0.2.1 refused - see RBL server
        yes 550 5.1.1 Your address is listed at bl.x.example
        no 550 5.1.1 user unknown

        rule bad-reputation
        words poor reputation | bad reputation | low reputation | ip reputation | sender reputation | reputation of
        words reputation score | domain reputation | due to reputation | because of reputation | reputation is
        words reputation filter | connection reputation | email reputation | reputation too low | on reputation
        words mta's poor | reputation
        class reputation
        yes 554 Refused because of the poor reputation of your server
        yes 450 4.7.1 Connection refused because of IP reputation
        no 550 5.7.1 rejected

        rule host-blocked
        words your ip & blocked | ip address & blocked | ip & has been blocked | client host rejected
        words host & is blocked | sending ip & block | your host & blocked | your server & blocked | server is blocked
        words client host blocked | connection refused from your | your ip & rejected | ip & denied
        words ip address & rejected | your network & banned | ip banned | your mail server & blocked
        words your mail server & rejected | refused to talk to me & blocked | no access from mail server
        words access from ip | mail from your server | refuse mail from your | we do not accept mail from & host
        words dynamic ip | dynamic host | dialup | dial-up | dynamic address | dynamically assigned | residential ip
        words no mail accepted from | blocked due to abuse | blocked for abuse | blocked for spam | blocked - see http
        words spammer | spam source | known spam | open relay | open proxy | suspicious ip | bad ip
        words spam-like behaviour | abusive | not accepting connections from & host | your ip is | host not allowed
        words you are not allowed to connect | access denied & ip address | connection & dropped by policy
        words not accept mail from your ip | botnet | unsolicited mail & from your | unsolicited email & from your
        words ip & temporarily blocked | ip & temporarily | connection rejected by policy | connections from this host
        words not welcome | your ip address
        unless not found in & user
        words mail refused & see http | refused & security.rr.com | ip block | blocked ip | blocked your ip
        words email from & is currently blocked | mail from & is currently blocked
        unless relaying denied | relay denied | not a spammer
        class reputation
        yes 554 5.7.1 <x.example[192.0.2.1]>: Client host rejected: Access denied
        yes 550 Your IP 192.0.2.1 has been blocked
        yes 554 no SMTP service here for dialup hosts
        no 550 5.7.1 sender rejected
        """#

    /// Of who wrote; before what is said of who was written to.
    static let senders = #"""
        rule sender-verification
        words sender verify failed | sender verify fail | sender verification failed | could not verify sender
        words sender callout | unable to verify sender | sender address verification
        words callback setup failed while verifying | sender not verified | verify sender | sender verification
        words could not complete sender verify | verification failed for | cannot verify sender
        class policy
        means 5.1.8
        yes 550 Sender verify failed
        yes 550-Verification failed for <news@x.example> No Such User Here Sender verify failed
        no 550 User unknown

        rule sender-refused
        words sender address rejected | sender rejected | sender domain | domain of sender | sender address & not exist
        words sender denied | sender refused | bad sender | invalid sender | sender is not allowed | sender not allowed
        words sender unknown | unknown sender | sender not accepted | sender address & domain not found
        words mail from & rejected | mail from & denied | mail from & refused | sender was rejected | sender is rejected
        words invalid mail from | from address & rejected | your address is not accepted | sender & blocked
        words reverse-path | return path & invalid | bounce address & invalid | your domain & blocked | from domain
        words mail from domain | envelope sender | sending domain | sender's domain | domain not allowed to send
        words unresolvable sender | originator | mail from must | sender does not exist | don't accept mail from you
        words do not accept mail from you | not accept messages from the sender | refused mail from | sender is blocked
        words sender blocked | senders blocked | your email address & blocked | sender address not | sender address is
        words address of the sender | nobody may send as | send as this | spoof | forged sender | impersonat
        words backscatter | rejected & sender | sender & restricted | from header | sender & not authorized
        words sender & not allowed | sender & denied | domain of the sender | sender host | sender's address
        words bad address syntax in mail from | null sender | message & rejected by user | rejected the sender
        words user has blocked
        unless recipient address rejected | this sender's messages | original sender
        words mail from your address is not | your address is not allowed
        class policy
        means 5.1.8
        yes 450 4.1.8 <news@x.example>: Sender address rejected: Domain not found
        yes 553 5.1.8 Domain of sender address news@x.example does not exist
        yes 550 5.7.1 Sender rejected: user unknown
        no 550 5.1.1 <ada@x.example>: Recipient address rejected: User unknown
        """#
}
