#pragma once

// An installation with a real store in a folder of its own, cheap password hashes, and a clock that is cranked.

#include <filesystem>
#include <memory>
#include <string>

#include <stdlib.h>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "base/text.hpp"
#include "support/fake_clock.hpp"
#include "support/store_place.hpp"

namespace muster::app {

inline constexpr PasswordCost kCheap{1, 8192};
inline const staff::Actor kConsole{"", "root", "command line"};
inline const std::string kPassword = "correct horse battery";

template <class T>
std::string refusal(const Result<T>& result) {
    return result ? "(taken)" : result.error().message;
}
template <class T>
Code code_of(const Result<T>& result) {
    return result ? throw std::runtime_error("it was taken") : result.error().code;
}

class StaffTest : public ::testing::Test {
  protected:
    StaffTest() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-staff-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        installation_ = open();
    }
    ~StaffTest() override {
        installation_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    /// The same installation as another process would have it.
    std::unique_ptr<Installation> open(PasswordCost cost = kCheap) {
        Settings settings;
        settings.store = test::store_url(folder_);
        settings.key_file = (folder_ / "muster.key").string();
        return Installation::open(settings, {clock_, random_, {}, cost}).value();
    }

    staff::User add(const std::string& name, staff::Role role = staff::Role::Administrator,
                    staff::Scope scope = staff::Scope::all()) {
        auto user = add_user(*installation_, kConsole, {name, kPassword, role, std::move(scope)});
        if (!user) {
            throw std::runtime_error(user.error().message);
        }
        return *user;
    }
    Result<SignInAnswer> try_sign_in(const std::string& name, const std::string& password,
                                     const std::string& code = "", const std::string& address = "192.0.2.1") {
        return sign_in(*installation_, {name, password, code, {address, "Firefox"}});
    }
    /// A session of somebody whose password is right.
    NewSession enter(const std::string& name, const std::string& password = kPassword) {
        auto answer = try_sign_in(name, password);
        if (!answer || !answer->session) {
            throw std::runtime_error(refusal(answer));
        }
        return *answer->session;
    }
    [[nodiscard]] bool is_in(const NewSession& session) {
        return authenticate(*installation_, session.token).has_value();
    }
    /// Actions of the audit log, oldest first.
    std::vector<std::string> deeds() {
        std::vector<std::string> actions;
        for (const auto& entry : audit_log(*installation_, {}, {}).entries) {
            actions.insert(actions.begin(), entry.deed.action);
        }
        return actions;
    }

    std::filesystem::path folder_;
    FakeClock clock_;
    SeededRandom random_{1};
    std::unique_ptr<Installation> installation_;
};

} // namespace muster::app
