#include "base/result.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace muster {
namespace {

Result<int> half_of(int number) {
    if (number % 2 != 0) {
        return fail(Code::Invalid, "The number is odd.");
    }
    return number / 2;
}

Result<void> must_be_even(int number) {
    TRY(half_of(number));
    return {};
}

Result<std::unique_ptr<int>> boxed_quarter_of(int number) {
    TRY(must_be_even(number));
    TRY_ASSIGN(const auto half, half_of(number));
    TRY_ASSIGN(auto quarter, half_of(half));
    return std::make_unique<int>(quarter);
}

TEST(Result, TryGoesOnWithTheValueAndReturnsTheError) {
    EXPECT_EQ(**boxed_quarter_of(12), 3);
    EXPECT_EQ(boxed_quarter_of(3).error().message, "The number is odd.");
    EXPECT_EQ(boxed_quarter_of(6).error().code, Code::Invalid);
}

TEST(Result, AnErrorGathersContextOnItsWayUp) {
    const auto error = half_of(3).error().prefixed("line 3").prefixed("members.csv");
    EXPECT_EQ(error.message, "members.csv: line 3: The number is odd.");
    EXPECT_EQ(error.code, Code::Invalid);
}

} // namespace
} // namespace muster
