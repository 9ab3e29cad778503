#include "templates.hpp"

#include <vector>

namespace quittance::pages {
namespace {

constexpr auto purchase_block = R"({{#PURCHASE}}<dl>
<dt>{{SAY_FOR}}</dt><dd>{{OFFER}}{{#DESCRIPTION}}<br>{{DESCRIPTION}}{{/DESCRIPTION}}</dd>
<dt>{{SAY_PRICE}}</dt><dd class="amount">{{PRICE}}</dd>
{{#TAX_LINE}}<dt>{{SAY_TAX}}</dt><dd>{{TAX_LINE}}</dd>
{{/TAX_LINE}}</dl>
{{/PURCHASE}})";

constexpr auto button_block = R"({{#BUTTON}}<form method="post" action="{{ACTION}}">
{{#FIELD}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/FIELD}}<button type="submit">{{LABEL}}</button>
</form>
{{/BUTTON}})";

constexpr auto paragraphs = R"({{#PARAGRAPH}}<p>{{PARAGRAPH}}</p>
{{/PARAGRAPH}})";

constexpr auto receipt_block = R"({{#RECEIPT}}<dl>
<dt>{{SAY_FROM}}</dt><dd>{{BUSINESS}}</dd>
<dt>{{SAY_FOR}}</dt><dd>{{OFFER}}{{#DESCRIPTION}}<br>{{DESCRIPTION}}{{/DESCRIPTION}}</dd>
<dt>{{SAY_BOOKING}}</dt><dd>{{REFERENCE}}</dd>
<dt>{{SAY_PRICE}}</dt><dd class="amount">{{PRICE}}</dd>
{{#TAX_LINE}}<dt>{{SAY_TAX}}</dt><dd>{{TAX_LINE}}</dd>
{{/TAX_LINE}}{{#PAID_LINE}}<dt>{{SAY_PAID}}</dt><dd><span class="amount">{{PAID}}</span> {{PAID_ON}}</dd>
{{/PAID_LINE}}{{#RETURNED_LINE}}<dt>{{SAY_RETURNED}}</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}{{#OPEN_LINE}}<dt>{{SAY_OPEN}}</dt><dd class="amount">{{OPEN_LINE}}</dd>
{{/OPEN_LINE}}</dl>
{{/RECEIPT}})";

constexpr auto terms_block = R"(<dl>
{{#FACT}}<dt>{{TERM}}</dt><dd>{{SAID}}</dd>
{{/FACT}}</dl>
<h2>{{SAY_WHAT_IS_PAID}}</h2>
<table class="dates">
<tr><th scope="col">{{SAY_DAY}}</th><th scope="col">{{SAY_AMOUNT}}</th></tr>
{{#ROW}}<tr><td>{{WHEN}}<span class="how">{{HOW}}</span></td><td class="amount">{{AMOUNT}}</td></tr>
{{/ROW}}</table>
<p class="sum">{{SUM}}</p>
{{#SECTION}}<h2>{{HEADING}}</h2>
<ul>
{{#SENTENCE}}<li>{{SENTENCE}}</li>
{{/SENTENCE}}</ul>
{{/SECTION}})";

constexpr auto below_block = R"(<p>{{BELOW}}</p>
)";

constexpr auto plan_block = R"(<table class="dates">
<tr><th scope="col">{{SAY_DAY}}</th><th scope="col">{{SAY_AMOUNT}}</th></tr>
{{#ROW}}<tr><td>{{WHEN}}<span class="how">{{HOW}}</span></td><td class="amount">{{AMOUNT}}</td></tr>
{{/ROW}}</table>
{{#GOES_ON}}<p class="sum">{{GOES_ON}}</p>
{{/GOES_ON}})";

constexpr auto second_start = R"({{#SECOND}}<div class="second">
)";
constexpr auto second_end = R"(</div>
{{/SECOND}})";

constexpr auto choice_block = R"({{#CHOICE}}<details>
<summary>{{SAY_CHOOSE}}</summary>
<form class="second" method="post" action="{{ACTION}}">
{{#CHOSEN}}<label><input type="checkbox" name="item" value="{{NUMBER}}"> {{LABEL}}</label>
{{/CHOSEN}}<button type="submit">{{SAY_PAY_MARKED}}</button>
</form>
</details>
{{/CHOICE}})";

constexpr auto plan_facts = R"(<h2>{{SAY_ABOUT}}</h2>
<dl>
<dt>{{SAY_FROM}}</dt><dd>{{BUSINESS}}</dd>
<dt>{{SAY_FOR}}</dt><dd>{{OFFER}}{{#DESCRIPTION}}<br>{{DESCRIPTION}}{{/DESCRIPTION}}</dd>
<dt>{{SAY_BOOKING}}</dt><dd>{{REFERENCE}}</dd>
<dt>{{SAY_PRICE}}</dt><dd class="amount">{{PRICE}}</dd>
{{#TAX_LINE}}<dt>{{SAY_TAX}}</dt><dd>{{TAX_LINE}}</dd>
{{/TAX_LINE}}<dt>{{SAY_RECEIVED}}</dt><dd class="amount">{{RECEIVED}}</dd>
{{#RETURNED_LINE}}<dt>{{SAY_RETURNED}}</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}{{#OPEN_LINE}}<dt>{{SAY_OPEN}}</dt><dd class="amount">{{OPEN_LINE}}</dd>
{{/OPEN_LINE}}{{#AGREED}}<dt>{{SAY_AGREEMENT}}</dt><dd>{{AGREEMENT}}, {{AGREED_ON}}</dd>
{{/AGREED}}</dl>
)";

constexpr auto desk_menu =
    R"(<nav><a href="/">Overview</a><a href="/attention">Needs a person</a><a href="/open">Open amounts</a><a href="/mail">Letters</a><a href="/notify">Told</a></nav>
)";

constexpr auto overview_block = R"(<dl>
<dt>Open bookings</dt><dd>{{OPEN}}</dd>
<dt>Need a person</dt><dd>{{ATTENTION}}</dd>
<dt>Held, not yet paid</dt><dd>{{HELD}}</dd>
<dt>Parked events</dt><dd>{{PARKED}}</dd>
</dl>
<h2>Health</h2>
<div class="scroll"><table>
<tr><th scope="col">Figure</th><th scope="col">Value</th></tr>
{{#FIGURE}}<tr><th scope="row">{{NAME}}</th><td>{{VALUE}}{{#ADVICE}} <span class="bad">{{ADVICE}}</span>{{/ADVICE}}</td></tr>
{{/FIGURE}}</table></div>
)";

constexpr auto list_block = R"({{#LIST}}<div class="scroll"><table class="cards">
<tr><th scope="col">Who</th><th scope="col">What</th><th scope="col">Reference</th><th scope="col">Open</th><th scope="col">State</th><th scope="col">{{LAST_COLUMN}}</th></tr>
{{#LINE}}<tr><td data-label="Who"><a href="{{ACCOUNT}}">{{PERSON}}</a></td><td data-label="What">{{OFFER}}</td>
<td data-label="Reference">{{REFERENCE}}</td><td data-label="Open" class="amount">{{OPEN}} of {{PRICE}}</td>
<td data-label="State">{{STATE}}</td><td data-label="{{LAST_LABEL}}">{{LAST}}
)";

constexpr auto list_end = R"(</td></tr>
{{/LINE}}</table></div>
{{/LIST}})";

// Every id ends in the number of its booking on the page.
constexpr auto desk_form_block = R"({{#DESK_FORM}}<details id="{{FORM_ID}}"{{#OPENED}} open{{/OPENED}}>
<summary>{{HEADING}}</summary>
{{#TROUBLE}}<p class="notice bad" role="alert">{{TROUBLE}}</p>
{{/TROUBLE}}<form class="second" method="post" action="{{ACTION}}">
{{#HINT}}<p class="how">{{HINT}}</p>
{{/HINT}}{{#FIELD}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/FIELD}}{{#INPUT}}<label class="above" for="{{INPUT_ID}}">{{INPUT_LABEL}}</label>
{{#TYPED}}<input type="{{TYPE}}" id="{{INPUT_ID}}" name="{{INPUT_NAME}}" value="{{TYPED}}" autocomplete="off"{{#NEEDED}} required{{/NEEDED}}{{#WRONG}} aria-invalid="true" aria-describedby="{{INPUT_ID}}-error"{{/WRONG}}>
{{/TYPED}}{{#PICK}}<select id="{{INPUT_ID}}" name="{{INPUT_NAME}}">
{{#OPTION}}<option value="{{CHOICE}}"{{#PICKED}} selected{{/PICKED}}>{{CHOICE_LABEL}}</option>
{{/OPTION}}</select>
{{/PICK}}{{#WRONG}}<p class="bad" id="{{INPUT_ID}}-error">{{WRONG}}</p>
{{/WRONG}}{{#INPUT_HINT}}<p class="how">{{INPUT_HINT}}</p>
{{/INPUT_HINT}}{{/INPUT}}<button type="submit">{{LABEL}}</button>
</form>
</details>
{{/DESK_FORM}})";

constexpr auto account_block = R"({{#DONE}}<p class="notice" role="status">{{DONE}}</p>
{{/DONE}}<dl>
<dt>Who</dt><dd>{{PERSON}}</dd>
<dt>Client id</dt><dd>{{CLIENT}}</dd>
<dt>Since</dt><dd>{{SINCE}}</dd>
{{#REMINDERS}}<dt>Reminders</dt><dd>{{REMINDERS}}</dd>
{{/REMINDERS}}</dl>
{{#BOOKING}}<section aria-labelledby="booking-{{PLACE}}">
<h2 id="booking-{{PLACE}}">{{OFFER}}</h2>
<dl>
<dt>Reference</dt><dd>{{REFERENCE}} ({{SOURCE}})</dd>
<dt>State</dt><dd>{{STATE}}</dd>
<dt>Booked</dt><dd>{{BOOKED}}</dd>
<dt>Price</dt><dd class="amount">{{PRICE}}</dd>
<dt>Received, net</dt><dd class="amount">{{RECEIVED}}</dd>
<dt>Went back</dt><dd class="amount">{{WENT_BACK}}</dd>
<dt>Open</dt><dd class="amount">{{OPEN}}</dd>
{{#DUE}}<dt>Due</dt><dd>{{DUE}}</dd>
{{/DUE}}{{#UNALLOCATED}}<dt>Fits nothing agreed</dt><dd class="amount">{{UNALLOCATED}}</dd>
{{/UNALLOCATED}}</dl>
{{#REASONS}}<ul>
{{#REASON}}<li>{{REASON}}</li>
{{/REASON}}</ul>
{{/REASONS}})";

constexpr auto account_end = R"(</section>
{{/BOOKING}})";

constexpr auto told_block = R"(<dl>
{{#ENDPOINT}}<dt>{{NAME}}</dt><dd>{{STATE}}, {{WAITING}} waiting</dd>
{{/ENDPOINT}}</dl>
{{#LOG}}<h2>Latest deliveries</h2>
<div class="scroll"><table class="cards">
<tr><th scope="col">Tried</th><th scope="col">Endpoint</th><th scope="col">What</th><th scope="col">Id</th><th scope="col">Tries</th><th scope="col">Answer</th><th scope="col">State</th></tr>
{{#DELIVERY}}<tr><td data-label="Tried">{{AT}}</td><td data-label="Endpoint">{{ENDPOINT}}</td>
<td data-label="What"><a href="{{ACCOUNT}}">{{KIND}}</a></td><td data-label="Id">{{ID}}</td>
<td data-label="Tries">{{TRIES}}</td><td data-label="Answer">{{CAME}}</td><td data-label="State">{{STATE}}</td></tr>
{{/DELIVERY}}</table></div>
{{/LOG}})";

constexpr auto mails_block = R"({{#LOG}}<div class="scroll"><table class="cards">
<tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr>
{{#MAIL}}<tr><td data-label="Sent">{{AT}}</td><td data-label="To">{{TO}}</td>
<td data-label="Subject"><a href="{{FILE}}">{{SUBJECT}}</a></td></tr>
{{/MAIL}}</table></div>
{{/LOG}})";

std::string joined(std::initializer_list<char const*> pieces) {
    std::string all;
    for (auto const* piece : pieces) all += piece;
    return all;
}

}  // namespace

std::span<template_text const> template_texts() {
    static std::vector<template_text> const all{
        {"notice", joined({paragraphs, purchase_block, button_block})},
        {"receipt", joined({paragraphs, receipt_block, button_block})},
        {"terms", joined({paragraphs, terms_block, button_block, below_block})},
        {"plan", joined({paragraphs, plan_block, button_block, second_start, button_block, second_end,
                         choice_block, plan_facts})},
        {"client_page", client_body()},
        {"overview", joined({desk_menu, overview_block})},
        {"list", joined({desk_menu, paragraphs, list_block, button_block, list_end})},
        {"account", joined({desk_menu, account_block, desk_form_block, account_end})},
        {"told", joined({desk_menu, paragraphs, told_block})},
        {"mails", joined({desk_menu, paragraphs, mails_block})},
        {"desk_notice", joined({desk_menu, paragraphs})},
    };
    return all;
}

}  // namespace quittance::pages
