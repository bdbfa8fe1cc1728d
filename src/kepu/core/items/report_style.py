"""The style of the report: one page, on a telephone, on a screen and on paper."""

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;padding:16px;font:16px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1f2328;background:#fff}
header,main{max-width:1080px;margin:0 auto}
h1{font-size:1.5rem;margin:0 0 8px}
h2{font-size:1.2rem;margin:28px 0 8px;padding-top:8px;border-top:2px solid #9b1c1c}
h3{font-size:1rem;margin:12px 0 4px;overflow-wrap:anywhere}
p{margin:4px 0}
figure{margin:8px 0;max-width:560px}
svg{width:100%;height:auto;display:block}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr));gap:8px 24px}
article{min-width:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.875rem}
th,td{padding:4px 8px;border-bottom:1px solid #d0d7de;text-align:right;white-space:nowrap}
th:first-child{text-align:left}
thead th{border-bottom:2px solid #57606a}
.flags>li{margin-bottom:6px}
strong{color:#9b1c1c}
.t{font-size:11px;fill:#1f2328}
.soft{fill:#57606a}
.axis{stroke:#57606a}
svg .grid{stroke:#d0d7de}
.cut{stroke:#9b1c1c;stroke-dasharray:4 3}
.bar{fill:#2f6f9f}
.line{fill:none;stroke-width:1.8}
.strong{stroke-width:3}
.s0{stroke:#1f4e79}.s1{stroke:#9b1c1c}.s2{stroke:#2e6b34}.s3{stroke:#6b3fa0}.s4{stroke:#8a5a00}.s5{stroke:#00686b}
.dot{fill:#fff;stroke-width:2}
@media print{body{padding:0;font-size:11pt}article,figure,tr{break-inside:avoid}.scroll{overflow:visible}table{font-size:8pt}}
""".replace("\n", "")
