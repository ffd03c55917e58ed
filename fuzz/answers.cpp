// What the service, or somebody in its place, may answer: every reader takes any body and gives a value or a
// sentence.

#include <cstddef>
#include <cstdint>

#include "base/json.hpp"
#include "constant_contact/wire.hpp"
#include "require.hpp"

using muster::fuzz::require_value_or_sentence;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace muster::constant_contact;
    const auto body = muster::fuzz::as_text(data, size);
    require_value_or_sentence(read_token(body));
    require_value_or_sentence(read_device_prompt(body));
    const auto document = muster::json::Document::parse(body);
    if (!document) {
        return 0;
    }
    require_value_or_sentence(read_contacts(*document));
    require_value_or_sentence(read_lists(*document));
    require_value_or_sentence(read_custom_fields(*document));
    require_value_or_sentence(read_activities(*document));
    require_value_or_sentence(read_contact(*document));
    require_value_or_sentence(read_list(*document));
    require_value_or_sentence(read_custom_field(*document));
    require_value_or_sentence(read_activity(*document));
    require_value_or_sentence(read_account(*document));

    muster::json::Problems problems;
    // Doubles may come back a last digit apart (Boost.JSON's parser); that it is JSON again is what callers rely
    // on.
    muster::fuzz::require(
        muster::json::Document::parse(muster::json::Reader(*document, problems).raw()).has_value());
    return 0;
}
