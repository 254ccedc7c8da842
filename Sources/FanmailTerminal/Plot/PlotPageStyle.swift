import Composition

/// How a report's page looks, on a phone, at a desk and on paper, in the light and in the dark.
package enum PlotPageStyle {
    package static let text = PagePalette.style + base

    private static let base = """
        :root{--one:#0b5cad;--two:#b3541e;--three:#1b7f79;--heat:#0b5cad}
        @media (prefers-color-scheme:dark){:root{--one:#8ab8f0;--two:#f0a070;--three:#6fd0c5;--heat:#8ab8f0}}
        *{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;background:var(--ground);color:var(--ink)}
        header{background:var(--bar);color:#f4f2ec;padding:.8rem max(1rem,calc((100vw - 62rem)/2))}
        header p{margin:0;overflow-wrap:anywhere}header b{font-size:1.1rem}
        main{max-width:64rem;margin:0 auto;padding:0 1rem 3rem}h2{font-size:1.05rem;margin:2.2rem 0 .6rem}
        .notice{border-left:4px solid var(--warning);background:var(--sheet);padding:.6rem .9rem;margin:1rem 0 0;\
        overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.6rem,1fr));gap:.7rem;margin:1.2rem 0 0}
        .tiles div{background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}
        .tiles dt{color:var(--soft);font-size:.875rem}.tiles dd{margin:0;font-size:1.35rem;line-height:1.3}
        .tiles dd+dd{color:var(--soft);font-size:.875rem}
        .bad,.tiles .bad dd:nth-of-type(1){color:var(--bad)}.good{color:var(--good)}
        figure{margin:1rem 0 0;background:var(--sheet);border:1px solid var(--line);border-radius:8px;padding:.7rem .8rem .5rem}
        figcaption{font-weight:600}.note{margin:0;color:var(--soft);font-size:.875rem}
        .plot{display:grid;grid-template-columns:4.4rem 1fr;grid-template-rows:15rem 1.6rem;margin:.7rem .3rem 0 0}
        .field{position:relative;grid-column:2;grid-row:1}.field svg{position:absolute;width:100%;height:100%;\
        overflow:hidden;display:block}
        .up{position:relative;grid-column:1;grid-row:1}.along{position:relative;grid-column:2;grid-row:2}
        .up span,.along span,.row span{position:absolute;font-size:.8125rem;line-height:1.2;color:var(--soft);\
        white-space:nowrap}
        .up span{right:.5rem;transform:translateY(50%)}.along span{top:.35rem;transform:translateX(-50%)}
        .along .first{transform:none}.along .last{transform:translateX(-100%)}
        .grid{stroke:var(--line);stroke-width:1;fill:none;vector-effect:non-scaling-stroke;opacity:.7}
        .line{fill:none;stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke;stroke:var(--c)}
        .area{fill:var(--c);stroke:none}.one{--c:var(--one)}.two{--c:var(--two)}.three{--c:var(--three)}.pale{--c:var(--soft)}
        .line.pale{stroke-dasharray:5 4}
        .heat0{--c:var(--heat);opacity:.12}.heat1{--c:var(--heat);opacity:.2}.heat2{--c:var(--heat);opacity:.3}
        .heat3{--c:var(--heat);opacity:.4}.heat4{--c:var(--heat);opacity:.5}.heat5{--c:var(--heat);opacity:.62}
        .heat6{--c:var(--heat);opacity:.75}.heat7{--c:var(--heat);opacity:.9}
        .key{margin:.2rem 0 0 4.4rem;font-size:.875rem;display:flex;flex-wrap:wrap;gap:0 1.2rem}
        .key span{display:flex;align-items:center;gap:.4rem}.key i{width:1.1rem;height:3px;background:var(--c)}
        .ranges .row{display:grid;grid-template-columns:6.4rem 1fr;align-items:center;min-height:1.75rem}
        .ranges .row b{font-weight:normal;font-size:.875rem;overflow-wrap:anywhere}
        .ranges .track{position:relative;height:.9rem}
        .ranges .track i{position:absolute;top:.38rem;height:2px;background:var(--one)}
        .ranges .track i+i{top:0;height:.9rem;border-radius:3px;min-width:3px}
        .ranges .scale{height:1.4rem;min-height:0}.ranges .scale .along{height:1.4rem}
        .classes .row{grid-template-columns:10.6rem 1fr}.classes .key{margin-left:10.6rem}
        .scroll{overflow-x:auto;margin:1rem 0 0;border:1px solid var(--line);border-radius:8px;background:var(--sheet)}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.35rem .8rem;text-align:right;border-top:1px solid var(--line);white-space:nowrap}
        thead th,thead td,tbody:first-child tr:first-child>*{border-top:0}thead th{font-size:.875rem;color:var(--soft)}
        th{font-weight:600}th:first-child,td.text{text-align:left}tbody th{font-weight:normal}
        td.wide{width:45%;min-width:6rem}td.wide i{display:block;height:.8rem;border-radius:3px;background:var(--c);min-width:2px}
        .names tbody th{white-space:normal;overflow-wrap:anywhere}.names td.wide{width:35%}
        .facts{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.3rem 1.2rem;margin:1rem 0 0}
        .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}.reasons{gap:.8rem 1.2rem}
        .split{display:grid;grid-template-columns:1fr 1fr;gap:.7rem}.split figure{min-width:0}
        .split p{margin:.1rem 0;font:.875rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}.split .two{color:var(--two)}
        footer{color:var(--soft);font-size:.875rem;margin-top:2.5rem}
        @media (max-width:44rem){.minor{display:none}.split{grid-template-columns:1fr;gap:0}.plot{grid-template-columns:3.9rem 1fr;grid-template-rows:13rem 1.6rem}
        .ranges .row{grid-template-columns:5.6rem 1fr}.ranges .along span:nth-child(even){display:none}
        .key{margin-left:3.9rem}td.wide{display:none}th,td{padding:.35rem .6rem}
        .classes .row{grid-template-columns:9.4rem 1fr}.classes .key{margin-left:0}
        .reasons{grid-template-columns:1fr;gap:0}.reasons dd+dt{margin-top:.6rem}}
        @media (max-width:26rem){.least{display:none}.names tbody th{min-width:6rem}}
        @media print{:root{--ground:#fff;--sheet:#fff;--ink:#000;--soft:#444;--line:#bbb;--one:#0b5cad;--two:#b3541e;\
        --three:#1b7f79;--heat:#0b5cad}header{background:none;color:#000;padding:0}body{font-size:11pt}
        figure,.scroll,.tiles,tr{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact}.scroll{overflow:visible}}

        """
}
