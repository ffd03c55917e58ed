// Filter expressions: whatever parses, written out again, is the same filter.

#include <cstddef>
#include <cstdint>
#include <string>

#include "require.hpp"
#include "roster/filter.hpp"

using muster::roster::Filter;
using muster::roster::FilterKind;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(muster::fuzz::as_text(data, size));
    for (const auto kind : {FilterKind::Member, FilterKind::Rep}) {
        const auto filter = Filter::parse(kind, {text});
        if (!filter) {
            muster::fuzz::require(!filter.error().message.empty());
            continue;
        }
        const auto again = Filter::parse(kind, filter->expressions());
        muster::fuzz::require(again && *again == *filter);
    }
    return 0;
}
