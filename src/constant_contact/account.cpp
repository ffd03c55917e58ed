#include "constant_contact/client_call.hpp"

namespace muster::constant_contact {

Answer<Account> Client::account() {
    Call call;
    call.endpoint = kAccountCall;
    call.url = options_.api_url + "/account/summary";
    return perform_and_read(call, read_account);
}

} // namespace muster::constant_contact
