// Values as compact bytes.

#include <chrono>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/packing.hpp"

namespace muster {
namespace {

TEST(Packing, TakesWhatWasPutInTheSameOrder) {
    const Instant instant = from_micros(1'764'000'000'000'001);
    Packer packer;
    packer.put(std::string_view("M\xC3\xBCller")).put(true).put(instant).put(std::optional<std::int64_t>{});
    packer.put(std::optional<std::int64_t>{7}).put(std::optional(instant));
    packer.put_all(std::vector<std::int64_t>{3, 1}, [&](std::int64_t value) { packer.put(value); });
    Unpacker from(packer.bytes());
    EXPECT_EQ(from.text(), "M\xC3\xBCller");
    EXPECT_TRUE(from.flag());
    EXPECT_EQ(from.instant(), instant);
    EXPECT_EQ(from.optional_number(), std::nullopt);
    EXPECT_EQ(from.optional_number(), 7);
    EXPECT_EQ(from.optional_instant(), instant);
    std::vector<std::int64_t> values;
    from.take_all(values, [&] { return from.number(); });
    EXPECT_EQ(values, (std::vector<std::int64_t>{3, 1}));
    EXPECT_THROW((void)from.number(), Damaged);
}

TEST(Packing, SmallNumbersAndTextsTakeAByteMoreThanNothing) {
    EXPECT_EQ(Packer().put(std::int64_t{5}).bytes().size(), 1U);
    EXPECT_EQ(Packer().put(std::string_view("abc")).bytes().size(), 4U);
}

TEST(Packing, TakesIntoValuesThatWereThereBefore) {
    Packer packer;
    const auto put = [&](const std::string& text) { packer.put(text); };
    packer.put_all(std::vector<std::string>{"a", "b"}, put).put_all(std::vector<std::string>{}, put);
    Unpacker from(packer.bytes());
    std::vector<std::string> values{"x", "y", "z"};
    from.take_all_into(values, [&](std::string& value) { from.text(value); });
    EXPECT_EQ(values, (std::vector<std::string>{"a", "b"}));
    from.take_all_into(values, [&](std::string& value) { from.text(value); });
    EXPECT_TRUE(values.empty());
}

RC_GTEST_PROP(Packing, EveryNumberAndTextComesBack, (std::int64_t number, const std::string& text)) {
    const std::string bytes = Packer().put(number).put(text).put(std::numeric_limits<std::int64_t>::min()).bytes();
    Unpacker from(bytes);
    RC_ASSERT(from.number() == number);
    RC_ASSERT(from.text() == text);
    RC_ASSERT(from.number() == std::numeric_limits<std::int64_t>::min());
}

RC_GTEST_PROP(Packing, DamagedBytesAreToldAndNothingElseHappens, (const std::string& bytes)) {
    Unpacker from(bytes);
    std::vector<std::string> texts;
    try {
        from.take_all(texts, [&] { return from.text(); });
    } catch (const Damaged&) {
        return;
    }
    RC_ASSERT(texts.size() <= bytes.size());
}

} // namespace
} // namespace muster
