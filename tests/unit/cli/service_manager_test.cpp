#include "cli/service_manager.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <stdlib.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "support/fake_clock.hpp"
#include "support/notify_socket.hpp"

namespace muster::cli {
namespace {

using namespace std::chrono_literals;

class ServiceManagerTest : public ::testing::Test {
  protected:
    ServiceManagerTest() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-notify-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        environment_["NOTIFY_SOCKET"] = (folder_ / "notify").string();
    }
    ~ServiceManagerTest() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    ServiceManager manager() {
        return {[this](const std::string& name) {
                    const auto found = environment_.find(name);
                    return found == environment_.end() ? std::nullopt : std::optional(found->second);
                },
                clock_};
    }

    std::filesystem::path folder_;
    std::map<std::string, std::string> environment_;
    FakeClock clock_;
};

TEST_F(ServiceManagerTest, IsToldThatTheOfficeIsOpenAndThatItStops) {
    const test::NotifySocket socket(environment_["NOTIFY_SOCKET"]);
    auto told = manager();
    told.tell_ready();
    told.tell_stopping();
    EXPECT_EQ(socket.next(), "READY=1");
    EXPECT_EQ(socket.next(), "STOPPING=1");
    EXPECT_EQ(told.pace(), std::nullopt);
}

TEST_F(ServiceManagerTest, IsReachedByAnAbstractNameToo) {
    environment_["NOTIFY_SOCKET"] = "@muster-test/" + folder_.filename().string();
    const test::NotifySocket socket(environment_["NOTIFY_SOCKET"]);
    manager().tell_ready();
    EXPECT_EQ(socket.next(), "READY=1");
}

TEST_F(ServiceManagerTest, HearsSignsOfLifeAtHalfOfItsPatienceWhileAllIsWell) {
    environment_["WATCHDOG_USEC"] = "60000000";
    environment_["WATCHDOG_PID"] = std::to_string(::getpid());
    const test::NotifySocket socket(environment_["NOTIFY_SOCKET"]);
    auto told = manager();
    EXPECT_EQ(told.pace(), 30s);
    bool is_well = true;
    int asked = 0;
    const auto look = [&] {
        ++asked;
        return is_well;
    };
    told.tell_alive(look);
    EXPECT_EQ(socket.next(), "WATCHDOG=1");
    clock_.advance(29s);
    told.tell_alive(look);
    EXPECT_EQ(socket.waiting(), std::nullopt);
    EXPECT_EQ(asked, 1); // looking costs something
    clock_.advance(1s);
    is_well = false;
    told.tell_alive(look);
    EXPECT_EQ(socket.waiting(), std::nullopt);
    is_well = true;
    told.tell_alive(look); // well again before its patience ended
    EXPECT_EQ(socket.waiting(), "WATCHDOG=1");
    clock_.advance(-1h);
    told.tell_alive(look);
    EXPECT_EQ(socket.waiting(), "WATCHDOG=1"); // a clock that is set back costs nobody his life
}

TEST_F(ServiceManagerTest, WantsNoSignsOfLifeWhereItSaysSoOrMeansAnotherProcess) {
    for (const auto& [patience, process] :
         {std::pair{"0", ""}, {"soon", ""}, {"-5", ""}, {"60000000", "1"}, {"60000000", "x"}}) {
        environment_["WATCHDOG_USEC"] = patience;
        environment_.erase("WATCHDOG_PID");
        if (*process != 0) {
            environment_["WATCHDOG_PID"] = process;
        }
        EXPECT_EQ(manager().pace(), std::nullopt) << patience << " " << process;
    }
}

TEST_F(ServiceManagerTest, IsMissedByNobodyWhereThereIsNone) {
    environment_["WATCHDOG_USEC"] = "60000000";
    for (const std::string& address :
         std::vector<std::string>{"", "/", "notify", "vsock:2:1", std::string(200, '/')}) {
        environment_["NOTIFY_SOCKET"] = address;
        auto nobody = manager();
        nobody.tell_ready();
        EXPECT_EQ(nobody.pace(), std::nullopt) << address;
    }
    environment_["NOTIFY_SOCKET"] = (folder_ / "gone").string();
    auto gone = manager();
    set_log_level(LogLevel::Warning);
    ::testing::internal::CaptureStderr();
    gone.tell_ready();
    gone.tell_stopping();
    const auto logged = ::testing::internal::GetCapturedStderr();
    EXPECT_NE(logged.find("service_manager_not_reached reason=\"No such file or directory\"\n"), std::string::npos)
        << logged;
    EXPECT_EQ(std::count(logged.begin(), logged.end(), '\n'), 1);
}

} // namespace
} // namespace muster::cli
