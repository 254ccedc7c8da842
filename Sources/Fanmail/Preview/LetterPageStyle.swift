import Composition

/// How the page of a letter looks, on a phone and at a desk, in the light and in the dark.
enum LetterPageStyle {
    /// - Parameter views: how many there are, of which one is shown; a browser that cannot tell which shows all.
    static func text(views: Int) -> String {
        let shown = (0..<views).map { "body:has(#v\($0):checked) #view\($0)" } + (views == 1 ? ["#view0"] : [])
        return PagePalette.style + base
            + "@supports selector(body:has(a)){.view{display:none}\(shown.joined(separator: ",")){display:block}}"
    }

    private static let base = """
        *{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;background:var(--ground);color:var(--ink)}
        header{background:var(--bar);color:#f4f2ec;padding:.8rem max(1rem,calc((100vw - 76rem)/2));display:flex;\
        flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}
        header p{margin:0;overflow-wrap:anywhere}
        form,.switches{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:center}
        form label{display:flex;gap:.4rem;align-items:center;flex-wrap:wrap}
        input[type=email],select,button{font:inherit;padding:.25rem .5rem;max-width:100%;min-height:2.2rem;border:1px solid \
        #8f9aa3;border-radius:6px;background:var(--sheet);color:var(--ink)}
        fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;align-items:center;min-width:0}
        legend{float:left;padding:0 .5rem 0 0;color:#c2ccd4}
        fieldset input{position:absolute;opacity:0}
        fieldset label{padding:.25rem .7rem;border:1px solid #66737e;cursor:pointer;overflow-wrap:anywhere}
        fieldset label:first-of-type{border-radius:6px 0 0 6px}fieldset label:last-of-type{border-radius:0 6px 6px 0}
        fieldset input:checked+label{background:#f4f2ec;color:#1a2127}
        fieldset input:focus-visible+label{outline:3px solid #ffb84d;outline-offset:1px}
        main{max-width:78rem;margin:0 auto;padding:0 1rem 3rem}h2{font-size:1rem;margin:1.6rem 0 .5rem}
        .who{font-weight:normal;color:var(--soft);overflow-wrap:anywhere}
        .notice{border-left:4px solid var(--warning);background:var(--sheet);padding:.6rem .9rem;overflow-wrap:anywhere}
        .inbox{background:var(--sheet);border:1px solid var(--line);border-radius:8px;margin:0;padding:.7rem 1rem;\
        overflow-wrap:anywhere}
        .inbox b{display:block}.inbox .subject{display:block}.inbox .preheader{color:var(--soft)}
        @media (min-width:50rem){.inbox{display:flex;gap:1rem;white-space:nowrap}.inbox b{flex:0 0 13rem;overflow:hidden;\
        text-overflow:ellipsis}.inbox .subject{flex:0 1 auto;overflow:hidden;text-overflow:ellipsis}
        .inbox .preheader{flex:1 1 4rem;overflow:hidden;text-overflow:ellipsis}}
        .row{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start}
        figure{margin:0;max-width:100%;overflow-x:auto}figcaption{color:var(--soft);font-size:.9rem}
        iframe{display:block;border:1px solid var(--line);border-radius:8px;background:#fff}
        .dark iframe{background:#111}.desk iframe{width:680px}.phone iframe{width:min(375px,calc(100vw - 2rem));\
        border-radius:20px}
        body:has(#light:checked) .dark,body:has(#dark:checked) .light,body:has(#desk:checked) .phone,\
        body:has(#phone:checked) .desk{display:none}
        table{border-collapse:collapse;width:100%}td{border-top:1px solid var(--line);padding:.45rem .6rem .45rem 0;\
        vertical-align:top;overflow-wrap:anywhere}
        td:first-child{color:var(--soft);white-space:nowrap;overflow-wrap:normal}
        .target{display:block;color:var(--soft);font-size:.9rem}
        .bad b{color:var(--bad)}.warning b{color:var(--warning)}.good b{color:var(--good)}
        ul{padding-left:1.2rem}li{overflow-wrap:anywhere}
        details{border-top:1px solid var(--line);margin-top:1rem;padding-top:.6rem}details+details{margin-top:.6rem}
        summary{cursor:pointer;font-weight:600;min-height:1.8rem}
        pre{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:.8rem;margin:.5rem 0;\
        overflow:auto;font:14px/1.5 ui-monospace,monospace}
        pre.sheet{max-width:46rem;white-space:pre-wrap;overflow-wrap:anywhere}
        @media (max-width:34rem){table,tbody,tr,td{display:block}td{border:0;padding:.1rem 0}tr{border-top:1px solid \
        var(--line);padding:.5rem 0}}

        """

    /// Gives each frame the height of its letter. Without it frames are as tall as was guessed, and scroll.
    static let script = """
        const fit=f=>{const d=f.contentDocument;if(!d||!d.documentElement||!f.offsetParent)return;f.style.height='0';\
        f.style.height=d.documentElement.scrollHeight+4+'px'};
        const all=()=>document.querySelectorAll('iframe').forEach(fit);
        document.querySelectorAll('iframe').forEach(f=>f.addEventListener('load',()=>fit(f)));
        addEventListener('load',all);addEventListener('change',all);addEventListener('resize',all);all();
        """

    /// Loads the page anew once it has changed, where the reader is.
    static func watch(_ version: String) -> String {
        """

        setInterval(async()=>{try{const r=await fetch('version'+location.search);\
        if(r.ok&&await r.text()!=='\(version)')location.reload()}catch{}},1000);
        """
    }
}
