#include "base/passwords.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

constexpr PasswordCost kCheap{1, 8192};

TEST(PasswordHasher, VerifiesWhatItHashed) {
    PasswordHasher hasher(kCheap);
    const auto hash = hasher.hash("correct horse").value();
    EXPECT_TRUE(hasher.is_right("correct horse", hash).value());
    EXPECT_FALSE(hasher.is_right("correct horsf", hash).value());
    EXPECT_FALSE(hasher.is_right("", hash).value());
}

TEST(PasswordHasher, LooksAtEveryByte) {
    PasswordHasher hasher(kCheap);
    const std::string with_zero("same\0here", 9);
    const auto hash = hasher.hash(with_zero).value();
    EXPECT_TRUE(hasher.is_right(with_zero, hash).value());
    EXPECT_FALSE(hasher.is_right(std::string("same\0there", 10), hash).value());
    EXPECT_FALSE(hasher.is_right("same", hash).value());
}

TEST(PasswordHasher, SaltsEachHash) {
    PasswordHasher hasher(kCheap);
    EXPECT_NE(hasher.hash("correct horse").value(), hasher.hash("correct horse").value());
}

TEST(PasswordHasher, TakesTwoPassesOver64MiBUnlessToldOtherwise) {
    PasswordHasher hasher;
    const auto hash = hasher.hash("correct horse").value();
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
    EXPECT_FALSE(hasher.is_outdated(hash));
}

TEST(PasswordHasher, VerifiesAHashOfAnotherCostAndKnowsWhetherItIsCheaper) {
    PasswordHasher cheap(kCheap);
    PasswordHasher dear({2, 16384});
    const auto old = cheap.hash("correct horse").value();
    const auto recent = dear.hash("correct horse").value();
    EXPECT_TRUE(dear.is_right("correct horse", old).value());
    EXPECT_TRUE(dear.is_outdated(old));
    EXPECT_FALSE(dear.is_outdated(recent));
    EXPECT_FALSE(cheap.is_outdated(recent)); // a dearer one stays
    EXPECT_TRUE(PasswordHasher({2, 8192}).is_outdated(old));
    EXPECT_TRUE(PasswordHasher({1, 16384}).is_outdated(old));
}

TEST(PasswordHasher, TakesNoHashThatIsNone) {
    PasswordHasher hasher(kCheap);
    for (const auto* hash : {"", "correct horse", "$argon2id$v=19$m=8,t=1,p=1$", "$argon2id$"}) {
        EXPECT_FALSE(hasher.is_right("correct horse", hash).value()) << hash;
    }
}

TEST(PasswordHasher, ServesMoreThreadsThanMayHashAtOnce) {
    PasswordHasher hasher(kCheap);
    const auto hash = hasher.hash("correct horse").value();
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 20; ++n) {
                right += hasher.is_right("correct horse", hash).value() ? 1 : 0;
                right += hasher.pretend("correct horse") ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 320);
}

} // namespace
} // namespace muster
