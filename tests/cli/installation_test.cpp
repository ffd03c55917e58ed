#include "cli/installation_test.hpp"
#include "support/store_place.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace muster::test {

namespace fs = std::filesystem;

Json::Json(const std::string& text) : document_(json::Document::parse(text)) {
    EXPECT_TRUE(document_.has_value()) << "no JSON: " << text;
}

json::Reader Json::root() { return json::Reader(*document_, problems_); }

std::int64_t Json::number(const std::string& key, const std::string& inner) {
    const auto value = inner.empty() ? root()[key] : root()[key][inner];
    const auto number = value.integer();
    EXPECT_TRUE(number.has_value()) << "no number at " << key << "." << inner;
    return number.value_or(-1);
}

std::string Json::text(const std::string& key, const std::string& inner) {
    const auto value = inner.empty() ? root()[key] : root()[key][inner];
    return value.text_or("(absent)");
}

std::vector<std::string> Json::keys() {
    std::vector<std::string> keys;
    root().each_member([&](std::string_view key, const json::Reader&) { keys.emplace_back(key); });
    return keys;
}

InstallationTest::InstallationTest() {
    std::string name = (fs::temp_directory_path() / "muster-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
    environment_ = {{"HOME", folder_.string()}, {"MUSTER_STORE", store_url(folder_)}, {"LC_ALL", "C.UTF-8"}};
}

InstallationTest::~InstallationTest() {
    sandbox_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::string InstallationTest::write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
}

std::string InstallationTest::read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

Outcome InstallationTest::muster(const std::vector<std::string>& arguments, const std::string& input) const {
    return run_muster(arguments, environment_, input);
}

Outcome InstallationTest::done(const std::vector<std::string>& arguments) const {
    auto outcome = muster(arguments);
    EXPECT_EQ(outcome.code, 0) << "muster " << arguments.front() << "\n" << outcome.out << outcome.err;
    return outcome;
}

Json InstallationTest::json_of(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    return Json(muster(arguments).out);
}

void InstallationTest::expect_refused(const std::vector<std::string>& arguments, int code,
                                      const std::string& part) const {
    const auto outcome = muster(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(outcome.err.starts_with("muster: ")) << outcome.err;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
}

void InstallationTest::start_sandbox(std::vector<std::string> flags) {
    std::vector<std::string> arguments{"sandbox", "--listen", "127.0.0.1:0", "--json"};
    if (std::find(flags.begin(), flags.end(), "--auto-grant") == flags.end()) {
        flags.insert(flags.end(), {"--auto-grant", "on"});
    }
    arguments.insert(arguments.end(), {"--device-interval", "1"}); // nobody waits five seconds here
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    sandbox_ = std::make_unique<Background>(arguments, environment_);
    Json where(sandbox_->read_out_until("}"));
    sandbox_url_ = where.text("url");
    environment_["MUSTER_CTCT_API_URL"] = where.text("api_url");
    environment_["MUSTER_CTCT_AUTH_URL"] = where.text("auth_url");
    environment_["MUSTER_CTCT_CLIENT_ID"] = where.text("client_id");
}

void InstallationTest::control(const std::string& body) const {
    net::Request request;
    request.method = "POST";
    request.target = sandbox_url_ + "/sandbox/control";
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    const auto response = net::make_http_client()->send(request, CancelToken());
    ASSERT_TRUE(response.has_value());
    ASSERT_EQ(response->status, 200) << response->body;
}

void InstallationTest::fill_main() const {
    done({"database", "add", "Main"});
    write("members.csv", "member_id,company,status,phone,city\n"
                         "M1,Oak Street Bakery,ACT,555-0101,Springfield\n"
                         "M2,Harbour Dental,COU,,Springfield\n"
                         "M3,Old Mill Inn,DRP,,Shelbyville\n");
    write("reps.csv", "rep_id,member_id,first_name,last_name,email,groups,username\n"
                      "R1,M1,Ana,Diaz,ana@oak.example,Board;Ambassadors,ana\n"
                      "R2,M1,Ben,Ito,ben@oak.example,,\n"
                      "R3,M2,Cleo,Marsh,cleo@harbour.example,Board,\n"
                      "R4,M3,Dev,Rao,dev@mill.example,,\n"
                      "R5,M2,Ann,Other,ANA@oak.example,Board,\n"
                      "R6,M2,No,Mail,,,\n"
                      "R7,M2,Bad,Mail,not an address,,\n");
    done({"import", "--database", "Main", "--members", path("members.csv"), "--reps", path("reps.csv")});
}

} // namespace muster::test
