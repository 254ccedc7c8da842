import Composition

/// How the sink's pages look, on a phone and at a desk, in the light and in the dark: as the preview of a letter does.
enum SinkPageStyle {
    static let css = PagePalette.style + rules

    private static let rules = """
        *{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;background:var(--ground);color:var(--ink)}
        a{color:var(--link)}a:focus-visible,button:focus-visible,summary:focus-visible,input:focus-visible,\
        iframe:focus-visible{outline:3px solid #ffb84d;outline-offset:2px}
        header{background:var(--bar);color:#f4f2ec;padding:.8rem max(1rem,calc((100vw - 76rem)/2));display:flex;\
        flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}
        header p{margin:0;overflow-wrap:anywhere}header a{color:#bcd8f7}header nav{display:flex;gap:1.2rem;flex-wrap:wrap}
        form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;min-width:0}
        header form.search{flex:1 1 14rem}header form.search input{flex:1 1 8rem;min-width:0}
        input[type=search],input[type=text],button{font:inherit;padding:.25rem .6rem;max-width:100%;min-height:2.2rem;\
        border:1px solid #8f9aa3;border-radius:6px;background:var(--sheet);color:var(--ink)}
        button{cursor:pointer}button.grave{color:var(--bad)}
        main{max-width:78rem;margin:0 auto;padding:0 1rem 3rem}
        h1{font-size:1.3rem;margin:1.2rem 0 .4rem;overflow-wrap:anywhere}h2{font-size:1rem;margin:1.6rem 0 .5rem}
        .bar{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;justify-content:space-between;margin:1rem 0}
        .bar p{margin:0}
        .soft,.facts{color:var(--soft)}
        .messages{list-style:none;margin:0;padding:0;background:var(--sheet);border:1px solid var(--line);border-radius:8px}
        .messages:empty{display:none}
        .messages li{display:flex;align-items:stretch;border-top:1px solid var(--line)}.messages li:first-child{border-top:0}
        .messages a{flex:1 1 auto;min-width:0;display:block;padding:.6rem 1rem;color:inherit;text-decoration:none;\
        overflow-wrap:anywhere}
        .messages a:hover,.messages a:focus{background:var(--ground)}
        .messages .unread .subject,.messages .unread .from{font-weight:700}
        .messages span{display:block}.messages .to{color:var(--soft)}
        .messages button{border:0;background:none;color:var(--soft);padding:0 .9rem;border-radius:0 8px 8px 0}
        .messages button:hover{color:var(--bad)}
        @media (min-width:56rem){.messages a{display:grid;grid-template-columns:15rem 1fr 17rem;gap:0 1rem}\
        .messages .subject{grid-column:2;grid-row:1/3}.messages .facts{grid-column:3;grid-row:1/3;text-align:right}}
        .empty{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:1rem 1.2rem}
        .notice{border-left:4px solid var(--warning);background:var(--sheet);padding:.6rem .9rem;overflow-wrap:anywhere}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0}
        dt{color:var(--soft)}dd{margin:0;min-width:0;overflow-wrap:anywhere}
        figure{margin:0}iframe{display:block;width:100%;border:1px solid var(--line);border-radius:8px;background:#fff;\
        resize:vertical}.dark iframe{background:#111}
        .switches{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;margin:.5rem 0}
        fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;align-items:center;min-width:0}
        legend{float:left;padding:0 .5rem 0 0;color:var(--soft)}
        fieldset input{position:absolute;opacity:0}
        fieldset label{padding:.25rem .7rem;border:1px solid #8f9aa3;cursor:pointer}
        fieldset label:first-of-type{border-radius:6px 0 0 6px}fieldset label:last-of-type{border-radius:0 6px 6px 0}
        fieldset input:checked+label{background:var(--bar);color:#f4f2ec}
        fieldset input:focus-visible+label{outline:3px solid #ffb84d;outline-offset:1px}
        body:has(#phone:checked) figure{max-width:375px}body:has(#light:checked) .dark,body:has(#dark:checked) .light\
        {display:none}
        @supports not selector(body:has(a)){.switches,.dark{display:none}}
        table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--soft);font-weight:600}
        td,th{border-top:1px solid var(--line);padding:.45rem .8rem .45rem 0;vertical-align:top;overflow-wrap:anywhere}
        td code,th code{overflow-wrap:anywhere}code{font:14px/1.5 ui-monospace,monospace}
        .differs td:last-child{font-weight:600}
        .bad b{color:var(--bad)}.warning b{color:var(--warning)}.good b{color:var(--good)}
        .target{display:block;color:var(--soft);font-size:.9rem}
        ul.plain{padding-left:1.2rem}ul.plain li{overflow-wrap:anywhere}
        details{border-top:1px solid var(--line);margin-top:1rem;padding-top:.6rem}
        .bar details{border:0;margin:0;padding:0}
        summary{cursor:pointer;font-weight:600;min-height:1.8rem}
        pre{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:.8rem;margin:.5rem 0;\
        white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace}
        pre.sheet{max-width:46rem}
        @media (max-width:40rem){table,tbody,tr,td{display:block}thead{display:none}td{border:0;padding:.1rem 0}\
        td:empty{display:none}tr{border-top:1px solid var(--line);padding:.5rem 0;display:block}\
        dl{grid-template-columns:1fr}dd{margin-bottom:.3rem}}

        """
}
