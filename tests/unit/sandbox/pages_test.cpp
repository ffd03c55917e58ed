// What people and other processes use: the pages, the control address, the log, the state file.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class PagesForPeopleTest : public SandboxTest {
  protected:
    net::Response page(const std::string& target) { return sandbox.handle({"GET", target, {}, ""}); }
    net::Response press(const std::vector<std::pair<std::string, std::string>>& fields,
                        const std::string& origin = "") {
        net::Request request{"POST", "/sandbox/act", {}, net::encode_form(fields)};
        request.headers.set("Host", "127.0.0.1:8900");
        if (!origin.empty()) {
            request.headers.set("Origin", origin);
        }
        return sandbox.handle(request);
    }
    net::Response control(const std::string& body, const std::string& type = "application/json") {
        net::Request request{"POST", "/sandbox/control", {}, body};
        request.headers.set("Content-Type", type);
        return sandbox.handle(request);
    }
};

TEST_F(PagesForPeopleTest, ShowAccountsContactsListsJobsAndSwitches) {
    add("a@b.org", {"Board & Friends"});
    import({R"({"email":"c@b.org","last_name":"<Day>"})"}, {sandbox.lists(account).at(0).id});
    EXPECT_NE(page("/").body.find("Main Street Chamber"), std::string::npos);
    const auto shown = page("/sandbox/account?id=" + account);
    EXPECT_EQ(shown.status, 200);
    for (const char* wanted : {"a@b.org", "Board &amp; Friends", "&lt;Day&gt;", "contacts_json_import", "completed",
                               "aria-label=\"Unsubscribe: a@b.org\"", "<html lang=\"en\">"}) {
        EXPECT_NE(shown.body.find(wanted), std::string::npos) << wanted;
    }
    EXPECT_EQ(shown.body.find("<script"), std::string::npos);
    EXPECT_NE(std::string(shown.headers.get("Content-Security-Policy").value_or("")).find("default-src 'none'"),
              std::string::npos);
    EXPECT_EQ(page("/sandbox/account?id=" + account + "&search=C@B").body.find("a@b.org"), std::string::npos);
    EXPECT_NE(page("/sandbox/switches").body.find("put_empty_lists"), std::string::npos);
    EXPECT_EQ(page("/sandbox/style.css").headers.get("Content-Type").value_or(""), "text/css; charset=utf-8");
    EXPECT_EQ(page("/sandbox/account?id=none").status, 404);
    EXPECT_EQ(page("/sandbox/nothing").status, 404);
}

TEST_F(PagesForPeopleTest, ButtonsActAsThePerson) {
    const std::string id = add("a@b.org", {"Board"});
    const auto button = [&](const std::string& action) {
        return press({{"account", account}, {"contact", id}, {"action", action}, {"list", "Board"}}).status;
    };
    EXPECT_EQ(button("leave_list"), 303);
    EXPECT_TRUE(contact("a@b.org").lists.empty());
    EXPECT_EQ(button("leave_list"), 400) << "not on it any more";
    EXPECT_EQ(button("opt_out"), 303);
    EXPECT_EQ(contact("a@b.org").email.opt_out_source, "Contact");
    EXPECT_NE(page("/sandbox/account?id=" + account).body.find("Resubscribe"), std::string::npos);
    EXPECT_EQ(button("resubscribe"), 303);
    EXPECT_FALSE(contact("a@b.org").is_unsubscribed());
    EXPECT_EQ(button("delete_contact"), 303);
    EXPECT_TRUE(contact("a@b.org").deleted_at);
    EXPECT_EQ(button("dance"), 400);
    EXPECT_EQ(press({{"action", "switch"}, {"name", "last_page"}, {"value", "null"}}).status, 303);
    EXPECT_EQ(sandbox.options().switches.last_page, LastPage::Null);
    EXPECT_EQ(press({{"action", "switch"}, {"name", "last_page"}, {"value", "soon"}}).status, 400);
    EXPECT_EQ(press({{"action", "add_account"}, {"name", "Second Chamber"}}).status, 303);
    EXPECT_EQ(sandbox.accounts().size(), 2U);
}

TEST_F(PagesForPeopleTest, OtherSitesCannotPressButtons) {
    const std::string id = add("a@b.org");
    const std::vector<std::pair<std::string, std::string>> fields{
        {"account", account}, {"contact", id}, {"action", "opt_out"}};
    EXPECT_EQ(press(fields, "https://evil.example").status, 403);
    EXPECT_EQ(press(fields, "null").status, 403);
    EXPECT_FALSE(contact("a@b.org").is_unsubscribed());
    EXPECT_EQ(press(fields, "http://127.0.0.1:8900").status, 303);
}

TEST_F(PagesForPeopleTest, ControlHasThePowersOfTests) {
    EXPECT_EQ(
        control(R"({"action":"add_contact","address":"a@b.org","lists":["Board"],"permission":"implicit"})").status,
        200);
    EXPECT_EQ(contact("a@b.org").email.permission, Permission::Implicit);
    EXPECT_EQ(
        control(R"({"action":"opt_out","account":")" + account + R"(","address":"a@b.org","source":"Account"})")
            .status,
        200);
    EXPECT_EQ(contact("a@b.org").email.opt_out_source, "Account");
    EXPECT_EQ(control(R"({"action":"resubscribe","address":"a@b.org"})").status, 200);
    EXPECT_EQ(control(R"({"action":"edit_contact","address":"a@b.org","last_name":"Day"})").status, 200);
    EXPECT_EQ(contact("a@b.org").last_name, "Day");
    EXPECT_EQ(control(R"({"action":"rename_list","list":"Board","name":"Boards"})").status, 200);
    EXPECT_EQ(control(R"({"action":"leave_list","address":"a@b.org","list":"Boards"})").status, 200);
    EXPECT_EQ(control(R"({"action":"join_list","address":"a@b.org","list":"Boards"})").status, 200);
    EXPECT_EQ(sandbox.members(account, "Boards").size(), 1U);
    EXPECT_EQ(control(R"({"action":"fault","kind":"status","status":503,"path":"/contacts"})").status, 200);
    EXPECT_EQ(get("/contacts").status, 503);
    EXPECT_EQ(control(R"({"action":"settings","activity_delay_ms":5000,"switches":{"last_page":"empty"}})").status,
              200);
    EXPECT_EQ(sandbox.options().activity_delay, 5s);
    EXPECT_EQ(sandbox.options().switches.last_page, LastPage::Empty);
    const auto tokens = control(R"({"action":"issue_token"})");
    token = at(tokens.body, "/access_token");
    EXPECT_EQ(get("/contacts").status, 200);
    EXPECT_EQ(control(R"({"action":"delete_contact","address":"a@b.org"})").status, 200);
    EXPECT_EQ(control(R"({"action":"delete_list","list":"Boards"})").status, 200);
    const auto second = control(R"({"action":"add_account","name":"Second"})");
    EXPECT_EQ(at(second.body, "/id"), sandbox.accounts().at(1).id);
}

TEST_F(PagesForPeopleTest, ControlSaysWhatIsWrong) {
    EXPECT_NE(control(R"({"action":"dance"})").body.find("add_contact"), std::string::npos);
    EXPECT_EQ(control(R"({"action":"opt_out","address":"nobody@b.org"})").status, 404);
    EXPECT_EQ(control(R"({"action":"opt_out","account":"none","address":"a@b.org"})").status, 404);
    EXPECT_EQ(control(R"({"action":"fault","kind":"earthquake"})").status, 400);
    EXPECT_EQ(control(R"({"action":"clear_log"})", "text/plain").status, 415)
        << "no form of another site can send it";
}

TEST_F(PagesForPeopleTest, LogAndContactsAreJsonWithoutSecrets) {
    add("a@b.org", {"Board"});
    static_cast<void>(get("/contacts"));
    const Tokens tokens = sandbox.issue_token(account);
    static_cast<void>(form("/token", {{"grant_type", "refresh_token"},
                                      {"client_id", "sandbox-client"},
                                      {"refresh_token", tokens.refresh_token}}));
    const auto log = page("/sandbox/log");
    EXPECT_EQ(at(log.body, "/requests/0/path"), "/contacts");
    EXPECT_EQ(at(log.body, "/requests/1/path"), "/token");
    EXPECT_EQ(log.body.find(tokens.refresh_token), std::string::npos);
    const auto contacts = page("/sandbox/contacts");
    EXPECT_EQ(at(contacts.body, "/accounts/0/contacts/0/email_address/address"), "a@b.org");
    EXPECT_EQ(at(contacts.body, "/accounts/0/lists/0/name"), "Board");
}

class StateFileTest : public testing::Test {
  protected:
    StateFileTest() {
        folder = std::filesystem::temp_directory_path() / ("muster-sandbox-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder);
        options.state_file = folder / "state.json";
        options.first_account = "Main Street Chamber";
        options.activity_delay = 10s;
    }
    ~StateFileTest() override { std::filesystem::remove_all(folder); }

    std::filesystem::path folder;
    Options options;
    FakeClock clock;
    SeededRandom random{5};
};

TEST_F(StateFileTest, EverythingIsThereAgainAfterARestart) {
    Tokens tokens;
    AccountId account;
    std::string shown;
    const auto show = [](Sandbox& sandbox) { return sandbox.handle({"GET", "/sandbox/contacts", {}, ""}).body; };
    {
        Sandbox sandbox(options, clock, random);
        account = sandbox.accounts().at(0).id;
        tokens = sandbox.issue_token(account);
        ASSERT_TRUE(sandbox.add_field(account, "Member ID"));
        NewContact person;
        person.address = "a@b.org";
        person.first_name = "Zoë \"Z\"";
        person.phone = "617 555 0100";
        person.lists = {"Board"};
        person.custom_fields = {{"Member ID", "17"}};
        ASSERT_TRUE(sandbox.add_contact(account, person));
        person.address = "out@b.org";
        person.lists = {};
        ASSERT_TRUE(sandbox.add_contact(account, person));
        ASSERT_TRUE(sandbox.opt_out(account, "out@b.org", Source::Contact, "why not"));
        net::Request request{"POST", "/v3/activities/contacts_json_import", {}, ""};
        request.headers.set("Authorization", "Bearer " + tokens.access_token);
        request.headers.set("Content-Type", "application/json");
        request.body =
            R"({"import_data":[{"email":"late@b.org"}],"list_ids":[")" + sandbox.lists(account).at(0).id + "\"]}";
        ASSERT_EQ(sandbox.handle(request).status, 201);
        shown = show(sandbox);
    }
    Sandbox again(options, clock, random);
    EXPECT_EQ(show(again), shown);
    EXPECT_EQ(again.accounts().size(), 1U) << "the first account is not made twice";
    EXPECT_EQ(again.calls_today(), 1);
    net::Request request{"GET", "/v3/contacts", {}, ""};
    request.headers.set("Authorization", "Bearer " + tokens.access_token);
    EXPECT_EQ(again.handle(request).status, 200);
    clock.advance(10s);
    EXPECT_TRUE(again.contact(account, "late@b.org")) << "a job under way goes on";
    EXPECT_TRUE(again.contact(account, "out@b.org")->is_unsubscribed());
}

TEST_F(StateFileTest, IsWrittenAfterAChangeAndOnlyForTheOwner) {
    Sandbox sandbox(options, clock, random);
    net::Request request{"POST", "/sandbox/control", {}, R"({"action":"add_list","name":"Board"})"};
    request.headers.set("Content-Type", "application/json");
    ASSERT_EQ(sandbox.handle(request).status, 200);
    struct stat status{};
    ASSERT_EQ(::stat(options.state_file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    std::ifstream file(options.state_file);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_NE(text.find("Board"), std::string::npos);
}

TEST_F(StateFileTest, AFileThatIsNoneIsRefusedAndLeftAlone) {
    std::ofstream(options.state_file) << "nonsense";
    EXPECT_THROW(Sandbox(options, clock, random), std::runtime_error);
    std::ofstream(options.state_file) << R"({"version":2})";
    EXPECT_THROW(Sandbox(options, clock, random), std::runtime_error);
    std::ifstream file(options.state_file);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_EQ(text, R"({"version":2})");
}

} // namespace
} // namespace muster::sandbox
