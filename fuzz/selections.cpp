// Selections as they are stored: what is read is written as a text that reads the same.

#include <cstddef>
#include <cstdint>

#include "require.hpp"
#include "roster/selections.hpp"

using muster::fuzz::require;
namespace roster = muster::roster;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto selections = roster::selections_from_json(muster::fuzz::as_text(data, size));
    if (!selections) {
        require(!selections.error().message.empty());
        return 0;
    }
    const auto again = roster::selections_from_json(roster::to_json(*selections));
    require(again && *again == *selections);
    return 0;
}
