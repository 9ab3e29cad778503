// What records say again and again, for packing.hpp; what is said most stands last. It is frozen: a record
// packed with it is unpacked with the same bytes for as long as it is kept. Better words are another list
// with another mark.
#pragma once
#include <string_view>

namespace quittance::redis {

inline constexpr std::string_view record_words_1 =
    R"({"dispute_recorded":{"booking":"","fact":{"dispute":"dp_1","status":"needs_response","reason":"fraudulent")"
    R"({"refund_ordered":{"booking":"","what":{"reason":"","author":"owner","reopens":true)"
    R"({"refund_recorded":{"booking":"","payment":"pi_3","refund":"re_3","status":"pending"})"
    R"({"hand_payment_recorded":{"booking":"","what":{"reference":"","how":"transfer","author":"")"
    R"({"waived":{"booking":"","what":{"item":1,"reason":""}},{"delivered":{"booking":"","what":{"id":"")"
    R"({"collection_stopped":{"booking":"","checkout":1,"code":"card_declined","decline_code":"insufficient_funds")"
    R"({"handed_over":{"booking":"","letter_ordered":{"booking":"","what":{"number":1,"kind":"reminder","step":)"
    R"("about":[{"booking":"","items":[1]}],"locale":"en","zone":"Europe/Berlin"},"letter_begun":{"letter":)"
    R"("letter_sent":{"letter":1,"to":[{"address":"","reply":"250 2.0.0 Ok: queued as ","outcome":"accepted"}]})"
    R"({"agreed":{"booking":"","what":{"text":"Agreement\n\nWith: \nFor: \nPrice: .00 EUR\nTime zone: Europe/)"
    R"(\n\nWhat is paid, and when\n1. 2027-01-11: .00 EUR, charged to the kept card\n2. 2027-)"
    R"(\n\nHow the later amounts are paid\n\nHow to change or end it\n\nWhat is kept\n","hash":"","note":")"
    R"(Paid now: .00 EUR. Charged to this card later: .00 EUR on 2027-","anchor":"2027-01-11"},"at":17)"
    R"({"client_registered":{"who":{"name":"","email":"@example.com","locale":"en","zone":"Europe/Berlin"},"at":)"
    R"({"booked":{"what":{"id":"","identity":{"source":"website","offer":"","reference":""},"origin":"signed_link",)"
    R"("terms":{"offer":"","title":"","price":{"n":12000,"c":"EUR"},"plan":{"every":"monthly","count":12}},)"
    R"("who":{"name":"","email":"","locale":"de","zone":"Europe/Vienna"},"page_token":"","booked_at":17,)"
    R"("hold_until":17,"items":[{"amount":{"n":6000,"c":"EUR"},"due":"2027-01-11"},{"number":2,"amount":{"n":)"
    R"(},{"customer_ordered":{"booking":""}}]}{"f":1,"id":"","identity":{"source":"website","offer":"",)"
    R"("session_recorded":{"booking":"","checkout":1,"fact":{"session":"cs_live_a1","checkout":1,"status":"open",)"
    R"("payment":"unpaid","amount":{"n":6000,"c":"EUR"},"url":"https://checkout.stripe.com/c/pay/cs_live_a1",)"
    R"("expires_at":17,"at":17,"customer":"cus_"}}}]}{"customer_recorded":{"booking":"","customer":"cus_"}},)"
    R"({"card_described":{"booking":"","what":{"customer":"cus_","method":"pm_1","checkout":1,"brand":"visa",)"
    R"("last4":"4242","expires_year":2029,"expires_month":12,"looked":17}}}]}"events":[{"card_looked":{"booking":")"
    R"("status":"complete","payment":"paid","amount":{"n":6000,"c":"EUR"},"intent":"pi_3","expires_at":17)"
    R"("checkouts":[{"items":[1],"amount":{"n":,"c":"EUR"},"ordered_at":17,"expires_at":17,"keeps_card":true,)"
    R"("session":"cs_live_a1","status":"complete","payment":"paid","intent":"pi_3"},{"number":2,"items":[2],)"
    R"("off_session":true,"attempts":[{"method":"pm_1","at":18,"outcome":"taken","charge":"ch_3"}],"payment":"paid",)"
    R"("intent":"pi_3"}],"payments":[{"intent":"pi_3","checkout":1,"captured":{"n":6000,"c":"EUR"},"at":18,)"
    R"("charge":"ch_3","refunded_total":{"n":0,"c":"EUR"}},{"intent":"pi_3"],"agreements":[{"hash":"")"
    R"("kept":{"customer":"cus_","method":"pm_1","checkout":1,"brand":"mastercard","last4":"")"
    R"("status":"requires_payment_method","amount":{"n":6000,"c":"EUR"},"received":{"n":0,"c":"EUR"},"at":18,)"
    R"("customer":"cus_"}}},{"attempt_ordered":{"booking":"","checkout":2,"what":{"method":"pm_1","at":18}}}]})"
    R"("events":[{"charge_recorded":{"booking":"","fact":{"charge":"ch_3","intent":"pi_3","captured":true,)"
    R"("amount":{"n":6000,"c":"EUR"},"refunded":{"n":0,"c":"EUR"},"at":18}}}]}"events":[{"checkout_ordered":)"
    R"({"booking":"","what":{"number":2,"items":[2],"amount":{"n":6000,"c":"EUR"},"ordered_at":18,)"
    R"("off_session":true}}}]}"events":[{"intent_recorded":{"booking":"","checkout":2,"fact":{"intent":"pi_3",)"
    R"("checkout":2,"status":"succeeded","amount":{"n":6000,"c":"EUR"},"received":{"n":6000,"c":"EUR"},)"
    R"("charge":"ch_3","at":18,"customer":"cus_","method":"pm_1"}}},{"attempt_recorded":{"booking":"",)"
    R"("checkout":2,"attempt":1,"outcome":"taken","charge":"ch_3"}}]}{"f":1,"n":10,"at":17,"commit":"","prev":"",)"
    R"("events":[{")";

}  // namespace quittance::redis
