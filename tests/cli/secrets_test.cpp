// One chamber's life with passwords and grants in it: none of them can be read anywhere but where it belongs.

#include <fstream>
#include <iterator>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

constexpr const char* kFirstPassword = "Zebra-Quartz-71";
constexpr const char* kSecondPassword = "Onyx-Fjord-29";
constexpr const char* kStaffPassword = "correct horse battery";
constexpr const char* kMistyped = "corect horse batery";

/// The texts that stand behind a member of that name, however deep.
std::vector<std::string> values_of(const std::string& document, const std::string& name) {
    const std::string start = "\"" + name + "\":";
    std::vector<std::string> values;
    for (auto at = document.find(start); at != std::string::npos; at = document.find(start, at + 1)) {
        const auto from = document.find('"', at + start.size()) + 1;
        values.push_back(document.substr(from, document.find('"', from) - from));
    }
    return values;
}

class Secrets : public InstallationTest {
  protected:
    /// Runs the command and keeps what it says.
    int say(const std::vector<std::string>& arguments, const std::string& input = "") {
        const auto outcome = muster(arguments, input);
        said_ += outcome.out + outcome.err;
        return outcome.code;
    }
    void sign_in(const std::string& url, const std::string& password) {
        net::Request request{.method = "POST", .target = url + "/api/session", .headers = {}, .body = {}};
        request.body = R"({"name":"Ada","password":")" + password + "\"}";
        request.headers.add("Content-Type", "application/json");
        request.headers.add("X-Muster-Request", "1");
        const auto response = net::make_http_client()->send(request, CancelToken());
        ASSERT_TRUE(response.has_value());
        said_ += response->body;
    }
    /// Every file of the installation, the store and its backup among them; not the sandbox's.
    [[nodiscard]] std::string files() const {
        std::string all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file() && entry.path().filename() != "sandbox.json") {
                std::ifstream in(entry.path(), std::ios::binary);
                all.append(std::istreambuf_iterator<char>(in), {});
            }
        }
        return all;
    }

    std::string said_;
};

TEST_F(Secrets, CanBeReadNowhere) {
    start_sandbox({"--state", path("sandbox.json"), "--calls-per-second", "0"});
    EXPECT_EQ(say({"user", "add", "Ada", "--role", "administrator"}, std::string(kStaffPassword) + "\n"), 0);
    auto server = std::make_unique<Background>(
        std::vector<std::string>{"serve", "--listen", "127.0.0.1:0", "--json", "--log-format", "json"},
        environment_);
    const auto url = Json(server->read_out_until("}")).text("url");
    sign_in(url, kMistyped);
    sign_in(url, kStaffPassword);

    fill_main();
    connect_main();
    const std::vector<std::string> sync{"sync", "--database", "Main", "--custom-field", "Password", "--yes"};
    done({"rep", "set", "R2", "--database", "Main", std::string("password=") + kFirstPassword});
    EXPECT_EQ(say(sync), 0);
    done({"rep", "set", "R2", "--database", "Main", std::string("password=") + kSecondPassword});
    EXPECT_EQ(say({"sync", "--database", "Main", "--custom-field", "Password", "--dry-run", "--json"}), 0);
    control(R"({"action": "expire_tokens"})");
    control(R"({"action": "fault", "kind": "cut_connection", "path": "/contacts*", "times": 1})");
    EXPECT_EQ(say(sync), 0);
    const auto run = values_of(done({"runs", "--database", "Main", "--json"}).out, "run_id").at(0);
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"reps", "--database", "Main", "--json"},
             {"why", "ben@oak.example", "--database", "Main", "--json"},
             {"runs", "show", run, "--json"},
             {"runs", "export", run, path("run.csv")},
             {"export", "--database", "Main", "--reps", path("out.csv")},
             {"undo", run, "--yes"},
             {"audit", "--json"},
             {"settings", "show", "--json"},
             {"store", "backup", path("backup.db")},
         }) {
        const auto code = say(arguments);
        EXPECT_NE(code, 2) << arguments.front() << said_.substr(said_.size() > 300 ? said_.size() - 300 : 0);
    }
    control(R"({"action": "revoke_grants"})");
    EXPECT_EQ(say(sync), 5);
    server->signal(SIGTERM);
    const auto ended = server->wait();
    said_ += ended.out + ended.err;
    sandbox_.reset(); // keeps its state

    std::vector<std::string> secrets{kFirstPassword, kSecondPassword, kStaffPassword, kMistyped};
    const auto account = read("sandbox.json");
    EXPECT_NE(account.find(kSecondPassword), std::string::npos) << "the account has it, as was asked";
    for (const auto* name : {"refresh_token", "token"}) {
        for (const auto& token : values_of(account, name)) {
            secrets.push_back(token);
        }
    }
    EXPECT_GE(secrets.size(), 6U);
    const auto kept = files();
    EXPECT_NE(kept.find("Oak Street Bakery"), std::string::npos) << "the backup is among what is looked at";
    for (const auto& secret : secrets) {
        EXPECT_EQ(said_.find(secret), std::string::npos) << secret;
        EXPECT_EQ(kept.find(secret), std::string::npos) << secret;
    }
}

} // namespace
} // namespace muster::test
