#include <algorithm>

#include "quittance/base/digest.hpp"
#include "quittance/pages/business.hpp"
#include "templates.hpp"

namespace quittance::pages {
namespace {

// Text on paper 13:1, quiet text 6.4:1, button 7.5:1, links 7.5:1: all above WCAG AA's 4.5:1.
constexpr std::string_view sheet_text = R"(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f4f1; color: #22252a; font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 36rem; margin: 0 auto; padding: 1rem 1.25rem; }
body.wide header, body.wide main, body.wide footer { max-width: 64rem; }
header img { max-height: 3rem; max-width: 12rem; display: block; }
header p { margin: 0; font-weight: 600; }
main { background: #fff; border: 1px solid #d9d9d2; border-radius: .5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 1rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: minmax(5.5rem, auto) 1fr; gap: .25rem 1rem; margin: 1rem 0; }
dt { color: #55595f; }
dd { margin: 0; overflow-wrap: anywhere; }
.amount { font-weight: 600; font-variant-numeric: tabular-nums; }
button { font: inherit; font-weight: 600; width: 100%; min-height: 3rem; margin: 1rem 0 .5rem; padding: .5rem 1rem;
  border: 0; border-radius: .375rem; background: #1b4f8f; color: #fff; cursor: pointer; }
button:hover { background: #153f73; }
button:focus-visible, a:focus-visible { outline: 3px solid #c05a00; outline-offset: 2px; }
a { color: #1b4f8f; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .375rem .5rem; border-bottom: 1px solid #d9d9d2; }
td { overflow-wrap: anywhere; min-width: 6rem; }
td.amount { overflow-wrap: normal; white-space: nowrap; }
td button { width: auto; min-height: 2.25rem; margin: .5rem 0 0; padding: .25rem .75rem; }
td .bad { display: block; }
.dates td:last-child, .dates th:last-child { text-align: right; width: 1%; }
.how { display: block; color: #55595f; }
.sum { font-weight: 600; }
.second button { border: 2px solid #1b4f8f; background: #fff; color: #1b4f8f; margin: 0 0 .5rem; }
.second button:hover { background: #eef3f9; }
summary { cursor: pointer; padding: .5rem 0; color: #1b4f8f; }
summary:focus-visible, input:focus-visible { outline: 3px solid #c05a00; outline-offset: 2px; }
label { display: flex; gap: .5rem; align-items: baseline; padding: .375rem 0; }
ul { padding-left: 1.25rem; }
li { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
.notice { border: 1px solid #8a8f98; border-left-width: .375rem; border-radius: .25rem; padding: .5rem .75rem; }
section { border-top: 1px solid #d9d9d2; margin-top: 1.5rem; }
.apart { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.exact { white-space: pre-wrap; overflow-wrap: anywhere; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
legend { padding: 0; }
label.above { display: block; padding: .5rem 0 .125rem; font-weight: 600; }
select, textarea, input[type=text], input[type=date], input[type=time], input[type=email] { font: inherit; color: inherit; width: 100%; min-height: 2.75rem; padding: .5rem;
  border: 1px solid #6b7078; border-radius: .375rem; background: #fff; }
textarea:focus-visible, select:focus-visible { outline: 3px solid #c05a00; outline-offset: 2px; }
[aria-invalid], input[type=text][aria-invalid], input[type=date][aria-invalid], input[type=time][aria-invalid], input[type=email][aria-invalid] { border-color: #9c1c1c; }
.second button + button { margin-top: .25rem; }
.bad { color: #9c1c1c; font-weight: 600; }
footer { color: #55595f; font-size: .875rem; }
footer p { margin: .125rem 0; }
nav { display: flex; flex-wrap: wrap; gap: 0 .75rem; margin-bottom: 1rem; }
nav a { padding: .25rem 0; }
@media print { body { background: #fff; } main { border: 0; } form, nav { display: none; } }
@media (max-width: 40rem) {
main { border-width: 1px 0; border-radius: 0; }
.cards tr { display: block; padding: .5rem 0; border-bottom: 1px solid #d9d9d2; }
.cards tr:first-child { display: none; }
.cards td { display: block; position: relative; min-height: 1.75rem; padding: .125rem 0 .125rem 6.5rem; border: 0; }
.cards td::before { content: attr(data-label); position: absolute; left: 0; color: #55595f; font-weight: 400; }
}
)";

constexpr std::string_view before_style = R"({{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{TITLE}} – {{BUSINESS}}</title>
<style>)";

constexpr std::string_view after_style = R"(</style>
</head>
<body{{#WIDE}} class="wide"{{/WIDE}}>
<header>{{#LOGO}}<img src="{{LOGO}}" alt="{{BUSINESS}}">{{/LOGO}}{{#NO_LOGO}}<p>{{BUSINESS}}</p>{{/NO_LOGO}}</header>
<main>
<h1>{{TITLE}}</h1>
)";

constexpr std::string_view bottom = R"(
</main>
<footer>
<p>{{BUSINESS}}</p>
{{#ADDRESS_LINE}}<p>{{ADDRESS_LINE}}</p>
{{/ADDRESS_LINE}}{{#CONTACT}}<p>{{CONTACT}}</p>
{{/CONTACT}}{{#VAT_ID}}<p>{{SAY_VAT_ID}} {{VAT_ID}}</p>
{{/VAT_ID}}{{#TERMS}}<p><a href="{{TERMS}}">{{SAY_TERMS}}</a></p>
{{/TERMS}}</footer>
</body>
</html>
)";

// CSP wants the standard alphabet with padding.
std::string standard_base64(std::string_view bytes) {
    auto text = to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

}  // namespace

std::string_view style_sheet() { return sheet_text; }

std::string_view layout_top() {
    static std::string const text =
        std::string{before_style} + std::string{sheet_text} + std::string{after_style};
    return text;
}

std::string_view layout_bottom() { return bottom; }

std::string const& style_source() {
    static std::string const source = "'sha256-" + standard_base64(as_text(sha256(sheet_text))) + "'";
    return source;
}

}  // namespace quittance::pages
