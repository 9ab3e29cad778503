#include "templates.hpp"

namespace quittance::pages {

namespace {

// Every id ends in the number of its booking on the page, so that labels and errors find their fields.
constexpr auto body = R"({{#NOTICE}}<p class="notice" role="status">{{NOTICE}}</p>
{{/NOTICE}}{{#ALERT}}<p class="notice bad" role="alert">{{ALERT}}</p>
{{/ALERT}}{{#PARAGRAPH}}<p>{{PARAGRAPH}}</p>
{{/PARAGRAPH}}{{#SUMS}}<dl>
<dt>Due now</dt><dd class="amount">{{DUE}}</dd>
<dt>Open in all</dt><dd class="amount">{{OPEN}}</dd>
<dt>Paid</dt><dd class="amount">{{PAID}}</dd>
<dt>Booked</dt><dd class="amount">{{BOOKED}}</dd>
<dt>Received</dt><dd class="amount">{{RECEIVED}}</dd>
{{#RETURNED_LINE}}<dt>Returned</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}</dl>
{{/SUMS}}{{#BOOKING}}<section aria-labelledby="booking-{{PLACE}}">
<h2 id="booking-{{PLACE}}">{{OFFER}}</h2>
<p>{{NEXT}}</p>
{{#AGREE_AT}}<p><a href="{{AGREE_AT}}">Look at the terms and agree</a></p>
{{/AGREE_AT}}{{#PAY}}<form{{#QUIET}} class="second"{{/QUIET}} method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
{{#PAYS}}<input type="hidden" name="item" value="{{PAYS}}">
{{/PAYS}}<button type="submit" name="do" value="pay">{{LABEL}}</button>
</form>
{{/PAY}}<table class="dates">
<caption class="apart">Amounts of {{OFFER}}</caption>
<tr><th scope="col">Day</th><th scope="col">Amount</th></tr>
{{#ROW}}<tr><td>{{WHEN}}<span class="how">{{HOW}}</span></td><td class="amount">{{AMOUNT}}</td></tr>
{{/ROW}}</table>
{{#GOES_ON}}<p class="sum">{{GOES_ON}}</p>
{{/GOES_ON}}<dl>
<dt>Booking</dt><dd>{{REFERENCE}}</dd>
<dt>Received</dt><dd class="amount">{{RECEIVED}}</dd>
{{#RETURNED_LINE}}<dt>Returned</dt><dd class="amount">{{RETURNED_LINE}}</dd>
{{/RETURNED_LINE}}{{#CREDITS}}<dt>Credits</dt><dd>{{CREDITS}}</dd>
{{/CREDITS}}{{#AGREED}}<dt>Agreement</dt><dd><a href="{{AGREEMENT_AT}}" download>{{AGREEMENT}}</a></dd>
{{/AGREED}}</dl>
{{#AGREED}}<details>
<summary>Read the agreement</summary>
<p class="exact">{{AGREED_TEXT:pre_escape}}</p>
</details>
{{/AGREED}}{{#CHOICE}}<details{{#OPENED}} open{{/OPENED}}>
<summary>Choose what to pay</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<fieldset{{#WRONG}} aria-describedby="choice-error-{{PLACE}}"{{/WRONG}}>
<legend>Amounts</legend>
{{#WRONG}}<p class="bad" id="choice-error-{{PLACE}}">{{WRONG}}</p>
{{/WRONG}}{{#CHOSEN}}<label><input type="checkbox" name="item" value="{{NUMBER}}"{{#MARKED}} checked{{/MARKED}}> {{LABEL}}</label>
{{/CHOSEN}}</fieldset>
<button type="submit" name="do" value="pay">Pay what is marked</button>
</form>
</details>
{{/CHOICE}}{{#MOVE}}<details{{#OPENED}} open{{/OPENED}}>
<summary>Ask for more time, or for two parts</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<label class="above" for="item-{{PLACE}}">Amount</label>
<select id="item-{{PLACE}}" name="item"{{#WRONG_ITEM}} aria-invalid="true" aria-describedby="item-error-{{PLACE}}"{{/WRONG_ITEM}}>
{{#CHOSEN}}<option value="{{MARK}}"{{#MARKED}} selected{{/MARKED}}>{{LABEL}}</option>
{{/CHOSEN}}</select>
{{#WRONG_ITEM}}<p class="bad" id="item-error-{{PLACE}}">{{WRONG_ITEM}}</p>
{{/WRONG_ITEM}}<label class="above" for="until-{{PLACE}}">Until which day</label>
<input type="date" id="until-{{PLACE}}" name="until" value="{{UNTIL}}" required{{#WRONG_DAY}} aria-invalid="true"{{/WRONG_DAY}} aria-describedby="until-hint-{{PLACE}}{{#WRONG_DAY}} until-error-{{PLACE}}{{/WRONG_DAY}}">
{{#WRONG_DAY}}<p class="bad" id="until-error-{{PLACE}}">{{WRONG_DAY}}</p>
{{/WRONG_DAY}}<p class="how" id="until-hint-{{PLACE}}">Two parts: the first stays on its day, the second is due on the one you choose.</p>
<button type="submit" name="do" value="more_time">Ask for this day</button>
<button type="submit" name="do" value="split">Ask for two parts</button>
</form>
</details>
{{/MOVE}}{{#ASK}}<details{{#OPENED}} open{{/OPENED}}>
<summary>Something is wrong, or a question</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<label class="above" for="words-{{PLACE}}">What is it about?</label>
<textarea id="words-{{PLACE}}" name="words" rows="5" maxlength="2000" required{{#WRONG}} aria-invalid="true" aria-describedby="words-error-{{PLACE}}"{{/WRONG}}>
{{WORDS:pre_escape}}</textarea>
{{#WRONG}}<p class="bad" id="words-error-{{PLACE}}">{{WRONG}}</p>
{{/WRONG}}<button type="submit" name="do" value="question">Send to {{BUSINESS}}</button>
</form>
</details>
{{/ASK}}{{#PAID_ALREADY}}<details>
<summary>I have paid this already</summary>
<form class="second" method="post" action="{{ACTION}}">
<input type="hidden" name="proof" value="{{PROOF}}">
<input type="hidden" name="booking" value="{{BOOKING_ID}}">
<p>We look whether the payment has arrived. Where it has not, a person looks for it, and no reminder goes out meanwhile.</p>
<button type="submit" name="do" value="paid">Say that it is paid</button>
</form>
</details>
{{/PAID_ALREADY}}</section>
{{/BOOKING}})";

}  // namespace

std::string client_body() { return body; }

}  // namespace quittance::pages
