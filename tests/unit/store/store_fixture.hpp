#pragma once

// A store in a folder of its own, on a clock that is cranked.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <stdlib.h>

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "roster/record_book.hpp"
#include "roster/records.hpp"
#include "store/process.hpp"
#include "store/store.hpp"
#include "support/fake_clock.hpp"
#include "support/store_place.hpp"

namespace muster::store {

inline constexpr std::int64_t kNoProcess = 1 << 30; // beyond any process number

class StoreTest : public ::testing::Test {
  protected:
    StoreTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "muster-store-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no folder for the test");
        }
        folder_ = pattern;
    }
    ~StoreTest() override {
        std::error_code ignored; // a folder that stays harms nobody
        std::filesystem::remove_all(folder_, ignored);
    }

    [[nodiscard]] std::string path() const { return folder_ / "muster.db"; }
    [[nodiscard]] std::string key_path() const { return folder_ / "muster.key"; }
    [[nodiscard]] OpenOptions options() {
        return {.url = test::store_url(folder_),
                .key_file = test::on_postgresql() ? key_path() : "",
                .clock = clock_,
                .random = random_,
                .patience = std::chrono::milliseconds{2'000}};
    }
    std::unique_ptr<Store> open() {
        auto store = Store::open(options());
        if (!store) {
            throw std::runtime_error(store.error().message);
        }
        return std::move(*store);
    }
    std::unique_ptr<Store> open_as(const ProcessIdentity& process) {
        auto wanted = options();
        wanted.process = process;
        return std::move(Store::open(wanted).value());
    }
    /// Past the store, for what it never does.
    void run_sql(const std::string& sql) { test::connect(test::store_url(folder_))->execute(sql); }

    std::filesystem::path folder_;
    FakeClock clock_;
    SeededRandom random_{7};
};

inline roster::Member a_member(std::string id, std::string company, std::string status = "ACT") {
    roster::Member member;
    member.member_id = std::move(id);
    member.company = std::move(company);
    member.status = std::move(status);
    return member;
}

inline roster::Rep a_rep(std::string id, std::string member, std::string first, std::string last,
                         std::string email = "") {
    roster::Rep rep;
    rep.rep_id = std::move(id);
    rep.member_id = std::move(member);
    rep.first_name = std::move(first);
    rep.last_name = std::move(last);
    rep.email = std::move(email);
    return rep;
}

/// Edits that cannot fail.
template <class Body>
void change(Store& store, DatabaseId database, Body&& body) {
    const auto done = store.edit(database, WithPasswords::No, [&](roster::RecordBook& book) -> Result<void> {
        body(book);
        return {};
    });
    if (!done) {
        throw std::runtime_error(done.error().message);
    }
}

template <class Body>
void look(Store& store, DatabaseId database, WithPasswords passwords, Body&& body) {
    const auto done = store.read(database, passwords, [&](roster::RecordBook& book) -> Result<void> {
        body(book);
        return {};
    });
    if (!done) {
        throw std::runtime_error(done.error().message);
    }
}

inline std::vector<std::string> walk(Store& store, DatabaseId database) {
    std::vector<std::string> ids;
    store.make_roster_reader(database, WithPasswords::No)->each([&](const roster::RosterRow& row) {
        ids.push_back(row.rep.rep_id);
    });
    return ids;
}

} // namespace muster::store
