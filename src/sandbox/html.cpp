#include "html.hpp"

namespace quittance::sandbox {

std::string escape_html(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string escape_address(std::string_view address) {
    bool const plain =
        address.starts_with("https://") || address.starts_with("http://") || address.starts_with("/");
    return plain ? escape_html(address) : "#";
}

http::response html_page(unsigned status, std::string_view title, std::string_view body) {
    http::response page{.status = status};
    // No form-action: after a payment the form's redirect leads to the business's own address, and browsers
    // hold redirects to it too.
    page.headers = {{"Content-Type", "text/html; charset=utf-8"},
                    {"Cache-Control", "no-store"},
                    {"Content-Security-Policy",
                     "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"}};
    page.body =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
        escape_html(title) + "</title><link rel=\"stylesheet\" href=\"/_sandbox/style.css\"></head><body>\n" +
        std::string(body) + "\n</body></html>\n";
    return page;
}

http::response see_other(std::string_view where) {
    http::response moved{.status = 303};
    moved.headers = {{"Location", std::string(where)}, {"Cache-Control", "no-store"}};
    return moved;
}

std::string_view stylesheet() {
    return R"(:root{color-scheme:light;--ink:#1d2733;--soft:#5d6b7a;--line:#d9e0e7;--brand:#0d6e6e;--back:#f3f6f8}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--back)}
main{max-width:30rem;overflow-wrap:anywhere;margin:2.5rem auto;padding:0 1rem}
.card{background:#fff;border:1px solid var(--line);border-radius:14px;padding:1.5rem;margin-bottom:1rem;
box-shadow:0 1px 2px rgba(20,40,60,.05)}
h1{font-size:1.4rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:0 0 .75rem}
p{margin:.25rem 0 1rem}.soft{color:var(--soft);font-size:.92rem}
.badge{display:inline-block;margin-bottom:.5rem;background:#fff3d6;color:#7a5200;border-radius:999px;padding:.1rem .7rem;font-size:.8rem;
font-weight:600;letter-spacing:.02em}
.total{font-size:2rem;font-weight:700;margin:.25rem 0 1rem}
table{width:100%;border-collapse:collapse}td{padding:.35rem 0;vertical-align:top}td:last-child{text-align:right;
white-space:nowrap}
label{display:block;font-size:.9rem;font-weight:600;margin:.9rem 0 .3rem}
input,select{width:100%;padding:.7rem .8rem;font:inherit;border:1px solid #b9c4cf;border-radius:9px;background:#fff}
input:focus,select:focus{outline:3px solid #9fd8d8;border-color:var(--brand)}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}
button,.button{display:block;width:100%;margin-top:1.2rem;padding:.85rem;border:0;border-radius:9px;
background:var(--brand);color:#fff;font:inherit;font-weight:650;text-align:center;text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:#0a5959}
button.quiet{background:#fff;color:var(--ink);border:1px solid #b9c4cf;margin-top:.6rem}
.problem{background:#fdecec;border:1px solid #f3bcbc;color:#8c1d1d;border-radius:9px;padding:.7rem .9rem;margin:0 0 1rem}
details{margin-top:1rem}summary{cursor:pointer;color:var(--soft)}code{font-size:.9em}
a{color:var(--brand)}
.choice{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:flex-start;border:1px solid var(--line);border-radius:11px;
padding:.9rem;margin:.6rem 0;cursor:pointer;font-weight:400}
.choice input{width:auto;margin-top:.3rem}.choice b{display:block}
.choice .about{flex:1 1 7rem;min-width:0}.choice .price{margin-left:auto;font-weight:650;white-space:nowrap}
)";
}

}  // namespace quittance::sandbox
