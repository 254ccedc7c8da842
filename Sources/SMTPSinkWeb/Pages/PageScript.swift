import Crypto
import FanmailBasics

/// What a page of the sink runs, and the hash by which its policy allows that and nothing else.
struct PageScript: Sendable {
    let text: String
    let hash: String

    private init(_ text: String) {
        self.text = text
        hash = Self.hash(of: text)
    }

    /// As a policy names what it allows (CSP Level 3, 2.3.1).
    static func hash(of text: String) -> String {
        "'sha256-\(Base64.encoded(Array(SHA256.hash(data: Array(text.utf8)))))'"
    }

    private static let keys = """
        const keys=f=>addEventListener('keydown',e=>{if(!e.ctrlKey&&!e.metaKey&&!e.altKey&&\
        !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName))f(e)});
        const times=p=>p.querySelectorAll('time').forEach(t=>{t.title=t.textContent;\
        t.textContent=new Date(t.dateTime).toLocaleString()});

        """

    /// Of the list: puts what comes on top while somebody looks, and goes through it by j, k and /.
    static let list = PageScript(
        keys + """
            const list=document.querySelector('.messages'),say=document.querySelector('[role=status]'),named=document.title;
            let last=list.dataset.last,fresh=0,call=null,wait=0;
            times(document);
            const shown=()=>{document.title=(fresh?'('+fresh+') ':'')+named};
            async function watch(){
            clearTimeout(wait);
            if(call||document.hidden||!list.dataset.live)return;
            const mine=call=new AbortController();let pause=0;
            try{
            const ids=[...list.children].map(e=>e.id.slice(1)).join();
            const r=await fetch(list.dataset.live+'&since='+last+'&shown='+ids,{signal:mine.signal});
            if(!r.ok)throw r.status;
            const a=await r.json(),t=document.createElement('template');
            if(a.run)return location.reload();
            for(const i of a.more?ids.split(','):a.gone)document.getElementById('m'+i)?.remove();
            if(ids&&!list.children.length&&!a.rows)return location.reload();
            t.innerHTML=a.rows;times(t.content);
            const rows=[...t.content.children].filter(e=>!document.getElementById(e.id));
            last=a.last;
            if(rows.length){list.prepend(...rows);document.querySelector('.empty')?.remove();fresh+=rows.length;shown()}
            while(list.children.length>500)list.lastElementChild.remove();
            say.textContent=a.total;
            }catch{pause=2000}
            if(call===mine)call=null;
            wait=setTimeout(watch,pause);
            }
            addEventListener('visibilitychange',()=>{if(document.hidden){call?.abort()}else{fresh=0;shown();watch()}});
            addEventListener('pagehide',()=>call?.abort());
            keys(e=>{const all=[...document.querySelectorAll('.messages a')],i=all.indexOf(document.activeElement);
            if(e.key==='/'){e.preventDefault();document.querySelector('[type=search]').focus()}
            if(e.key==='j')(all[i+1]||all[i]||all[0])?.focus();
            if(e.key==='k')(all[i-1]||all[0])?.focus()});
            watch();

            """)

    /// Of one message: j and k lead to the next ones, u back.
    static let message = PageScript(
        keys + """
            times(document);
            keys(e=>{const a={j:'next',k:'prev',u:'up'}[e.key];
            if(a){const l=document.querySelector('a[rel='+a+']');if(l)location=l.href}});

            """)
}
