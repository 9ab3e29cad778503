#include "templates.hpp"

namespace quittance::pages {

namespace {

// Every id ends in the number of its booking on the page, so that labels and errors find their fields; only
// the first form of a kind can be led to (page_part).
constexpr auto body = R"({{#NOTICE}}<p class="notice" role="status">{{NOTICE}}</p>
{{/NOTICE}}{{#ALERT}}<p class="notice bad" role="alert">{{ALERT}}</p>
{{/ALERT}}{{#PARAGRAPH}}<p>{{PARAGRAPH}}</p>
{{/PARAGRAPH}}{{#SUMS}}<dl>
<dt>{{SAY_DUE_NOW}}</dt><dd class="amount">{{DUE}}</dd>
<dt>{{SAY_OPEN_IN_ALL}}</dt><dd class="amount">{{OPEN}}</dd>
<dt>{{SAY_PAID}}</dt><dd class="amount">{{PAID}}</dd>
<dt>{{SAY_BOOKED}}</dt><dd class="amount">{{BOOKED}}</dd>
{{#FEES_LINE}}<dt>{{SAY_FEES}}</dt><dd class="amount">{{FEES_LINE}}</dd>
{{/FEES_LINE}}<dt>{{SAY_RECEIVED}}</dt><dd class="amount">{{RECEIVED}}</dd>
{{#RETURNED_LINE}}<dt>{{SAY_RETURNED}}</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}</dl>
{{/SUMS}}{{#BOOKING}}<section aria-labelledby="booking-{{PLACE}}">
<h2 id="booking-{{PLACE}}">{{OFFER}}</h2>
<p>{{NEXT}}</p>
{{#AGREE_AT}}<p><a href="{{AGREE_AT}}">{{SAY_LOOK_AT_TERMS}}</a></p>
{{/AGREE_AT}}{{#PAY}}<form{{#QUIET}} class="second"{{/QUIET}} method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
{{#PAYS}}<input type="hidden" name="item" value="{{PAYS}}">
{{/PAYS}}<button type="submit" name="do" value="pay">{{LABEL}}</button>
</form>
{{/PAY}}<table class="dates">
<caption class="apart">{{CAPTION}}</caption>
<tr><th scope="col">{{SAY_DAY}}</th><th scope="col">{{SAY_AMOUNT}}</th></tr>
{{#ROW}}<tr><td>{{WHEN}}<span class="how">{{HOW}}</span></td><td class="amount">{{AMOUNT}}</td></tr>
{{/ROW}}</table>
{{#GOES_ON}}<p class="sum">{{GOES_ON}}</p>
{{/GOES_ON}}<dl>
<dt>{{SAY_BOOKING}}</dt><dd>{{REFERENCE}}</dd>
<dt>{{SAY_RECEIVED}}</dt><dd class="amount">{{RECEIVED}}</dd>
{{#RETURNED_LINE}}<dt>{{SAY_RETURNED}}</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}{{#CARD}}<dt>{{SAY_CARD}}</dt><dd>{{CARD}}</dd>
{{/CARD}}{{#CREDITS}}<dt>{{SAY_CREDITS}}</dt><dd>{{CREDITS}}</dd>
{{/CREDITS}}{{#AGREED}}<dt>{{SAY_AGREEMENT}}</dt><dd><a href="{{AGREEMENT_AT}}" download>{{AGREEMENT}}</a></dd>
{{/AGREED}}{{#RECEIPTS}}<dt>{{SAY_RECEIPTS}}</dt>{{#RECEIPT}}<dd><a href="{{RECEIPT_AT}}" download>{{RECEIPT_LABEL}}</a></dd>{{/RECEIPT}}
{{/RECEIPTS}}</dl>
{{#AGREED}}<details>
<summary>{{SAY_READ_AGREEMENT}}</summary>
<p class="exact">{{AGREED_TEXT:pre_escape}}</p>
</details>
{{/AGREED}}{{#FORMER}}<details>
<summary>{{FORMER_LABEL}}</summary>
<p class="exact">{{FORMER_TEXT:pre_escape}}</p>
<p><a href="{{FORMER_AT}}" download>{{FORMER_KEEP}}</a></p>
</details>
{{/FORMER}}{{#CARD_TROUBLE}}<p class="notice">{{CARD_TROUBLE}}</p>
{{/CARD_TROUBLE}}{{#CHANGE_CARD}}<form class="second" id="card-{{BOOKING_ID}}" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<button type="submit" name="do" value="card">{{SAY_CHANGE_CARD}}</button>
</form>
{{/CHANGE_CARD}}{{#CHOICE}}<details{{#OPENED}} open{{/OPENED}}>
<summary>{{SAY_CHOOSE}}</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<fieldset{{#WRONG}} aria-describedby="choice-error-{{PLACE}}"{{/WRONG}}>
<legend>{{SAY_AMOUNTS}}</legend>
{{#WRONG}}<p class="bad" id="choice-error-{{PLACE}}">{{WRONG}}</p>
{{/WRONG}}{{#CHOSEN}}<label><input type="checkbox" name="item" value="{{NUMBER}}"{{#MARKED}} checked{{/MARKED}}> {{LABEL}}</label>
{{/CHOSEN}}</fieldset>
<button type="submit" name="do" value="pay">{{SAY_PAY_MARKED}}</button>
</form>
</details>
{{/CHOICE}}{{#MOVE}}<details{{#LANDMARK}} id="more-time"{{/LANDMARK}}{{#OPENED}} open{{/OPENED}}>
<summary{{#LANDMARK}} id="split"{{/LANDMARK}}>{{#PARTS}}{{SAY_MOVE}}{{/PARTS}}{{#DAYS_ALONE}}{{SAY_MOVE_DAY}}{{/DAYS_ALONE}}</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<label class="above" for="item-{{PLACE}}">{{SAY_AMOUNT}}</label>
<select id="item-{{PLACE}}" name="item"{{#WRONG_ITEM}} aria-invalid="true" aria-describedby="item-error-{{PLACE}}"{{/WRONG_ITEM}}>
{{#CHOSEN}}<option value="{{MARK}}"{{#MARKED}} selected{{/MARKED}}>{{LABEL}}</option>
{{/CHOSEN}}</select>
{{#WRONG_ITEM}}<p class="bad" id="item-error-{{PLACE}}">{{WRONG_ITEM}}</p>
{{/WRONG_ITEM}}<label class="above" for="until-{{PLACE}}">{{SAY_UNTIL}}</label>
<input type="date" id="until-{{PLACE}}" name="until" value="{{UNTIL}}" required{{#WRONG_DAY}} aria-invalid="true"{{/WRONG_DAY}}{{#PARTS}} aria-describedby="until-hint-{{PLACE}}{{#WRONG_DAY}} until-error-{{PLACE}}{{/WRONG_DAY}}"{{/PARTS}}{{#DAYS_ALONE}}{{#WRONG_DAY}} aria-describedby="until-error-{{PLACE}}"{{/WRONG_DAY}}{{/DAYS_ALONE}}>
{{#WRONG_DAY}}<p class="bad" id="until-error-{{PLACE}}">{{WRONG_DAY}}</p>
{{/WRONG_DAY}}{{#PARTS}}<p class="how" id="until-hint-{{PLACE}}">{{SAY_PARTS_HINT}}</p>
{{/PARTS}}<button type="submit" name="do" value="more_time">{{SAY_ASK_DAY}}</button>
{{#PARTS}}<button type="submit" name="do" value="split">{{SAY_ASK_PARTS}}</button>
{{/PARTS}}</form>
</details>
{{/MOVE}}{{#ASK}}<details{{#LANDMARK}} id="something-wrong"{{/LANDMARK}}{{#OPENED}} open{{/OPENED}}>
<summary>{{SAY_ASK}}</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<label class="above" for="words-{{PLACE}}">{{SAY_ASK_ABOUT}}</label>
<textarea id="words-{{PLACE}}" name="words" rows="5" maxlength="2000" required{{#WRONG}} aria-invalid="true" aria-describedby="words-error-{{PLACE}}"{{/WRONG}}>
{{WORDS:pre_escape}}</textarea>
{{#WRONG}}<p class="bad" id="words-error-{{PLACE}}">{{WRONG}}</p>
{{/WRONG}}<button type="submit" name="do" value="question">{{SEND}}</button>
</form>
</details>
{{/ASK}}{{#PAID_ALREADY}}<details{{#LANDMARK}} id="already-paid"{{/LANDMARK}}>
<summary>{{SAY_PAID_ALREADY}}</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<p>{{SAY_PAID_HINT}}</p>
<button type="submit" name="do" value="paid">{{SAY_SAY_PAID}}</button>
</form>
</details>
{{/PAID_ALREADY}}</section>
{{/BOOKING}}{{#OTHER_ADDRESS}}<section aria-labelledby="address">
<h2 id="address">{{SAY_ADDRESS}}</h2>
<p>{{ADDRESS_NOW}}</p>
{{#ADDRESS_WAITS}}<p class="notice">{{ADDRESS_WAITS}}</p>
{{/ADDRESS_WAITS}}<details{{#OPENED}} open{{/OPENED}}>
<summary>{{SAY_CHANGE_ADDRESS}}</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<label class="above" for="new-address">{{SAY_NEW_ADDRESS}}</label>
<input type="email" id="new-address" name="address" value="{{TYPED}}" maxlength="254" autocomplete="email" required{{#WRONG}} aria-invalid="true"{{/WRONG}} aria-describedby="address-hint{{#WRONG}} address-error{{/WRONG}}">
{{#WRONG}}<p class="bad" id="address-error">{{WRONG}}</p>
{{/WRONG}}<p class="how" id="address-hint">{{SAY_ADDRESS_HINT}}</p>
<button type="submit" name="do" value="address">{{SAY_ASK_ADDRESS}}</button>
</form>
</details>
</section>
{{/OTHER_ADDRESS}}{{#CADENCES}}<section aria-labelledby="cadences">
<h2 id="cadences">{{SAY_CADENCES}}</h2>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<fieldset>
<legend>{{SAY_CADENCES_HINT}}</legend>
{{#CADENCE}}<label><input type="radio" name="cadence" value="{{NAME}}"{{#MARKED}} checked{{/MARKED}}> {{LABEL}}</label>
{{/CADENCE}}</fieldset>
<button type="submit" name="do" value="cadence">{{SAY_CHOOSE_CADENCE}}</button>
</form>
</section>
{{/CADENCES}}{{#RECORD}}<section aria-labelledby="record">
<h2 id="record">{{SAY_RECORD}}</h2>
<p>{{RECORD_TEXT}}</p>
<p><a href="{{RECORD_AT}}" download>{{SAY_DOWNLOAD_RECORD}}</a></p>
</section>
{{/RECORD}})";

}  // namespace

std::string client_body() { return body; }

}  // namespace quittance::pages
