#pragma once

// An installation with a real store in a folder of its own and one database, on a clock that is cranked.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <stdlib.h>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/records.hpp"
#include "support/fake_clock.hpp"
#include "support/store_place.hpp"

namespace muster::app {

class RecordsTest : public ::testing::Test {
  protected:
    RecordsTest() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-records-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        Settings settings;
        settings.store = test::store_url(folder_);
        settings.key_file = (folder_ / "muster.key").string();
        installation_ = Installation::open(settings, {clock_, random_}).value();
        database_ = add_database(*installation_, "Main").value().id;
    }
    ~RecordsTest() override {
        installation_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    void add_member(const std::string& id, std::vector<Assignment> fields) {
        const auto added = edit_member(*installation_, database_, EditMode::Add, id, fields);
        ASSERT_TRUE(added) << added.error().message;
    }
    void add_rep(const std::string& id, const std::string& member, std::vector<Assignment> fields = {}) {
        fields.emplace_back("member_id", member);
        const auto added = edit_rep(*installation_, database_, EditMode::Add, id, fields);
        ASSERT_TRUE(added) << added.error().message;
    }
    template <class T>
    static std::string refusal(const Result<T>& result) {
        return result ? "(taken)" : result.error().message;
    }

    std::filesystem::path folder_;
    FakeClock clock_;
    SeededRandom random_{1};
    std::unique_ptr<Installation> installation_;
    store::DatabaseId database_;
};

} // namespace muster::app
