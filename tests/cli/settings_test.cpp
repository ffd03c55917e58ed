// Settings, configuration files, stores and keys that cannot be used.

#include <filesystem>
#include <sys/stat.h>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

namespace fs = std::filesystem;

class CommandSettings : public InstallationTest {};

TEST_F(CommandSettings, RefusesAnUnknownKeyOfTheConfigurationFileAndListsTheKnownOnes) {
    const auto file = write("muster.toml", "stroe = \"sqlite:x.db\"\n");
    expect_refused({"database", "list", "--config", file}, 2, "unknown key \"stroe\" in line 1");
    expect_refused({"database", "list", "--config", file}, 2, "store, key_file, ctct_api_url");
}

TEST_F(CommandSettings, RefusesAConfigurationFileThatIsNoToml) {
    expect_refused({"database", "list", "--config", write("muster.toml", "store = = =\n")}, 2, "is no TOML");
}

TEST_F(CommandSettings, RefusesAConfigurationFileThatIsNotThere) {
    expect_refused({"database", "list", "--config", path("none.toml")}, 2, "cannot be read");
}

TEST_F(CommandSettings, PathsOfTheConfigurationFileAreRelativeToIt) {
    environment_.erase("MUSTER_STORE");
    fs::create_directories(path("etc"));
    environment_["MUSTER_CONFIG"] =
        write("etc/muster.toml", "store = \"sqlite:data/chamber.db\"\nkey_file = \"chamber.key\"\n");
    done({"database", "add", "Main"});
    EXPECT_TRUE(fs::exists(path("etc/data/chamber.db")));
    EXPECT_TRUE(fs::exists(path("etc/chamber.key")));
}

TEST_F(CommandSettings, AFlagWinsOverTheEnvironment) {
    done({"database", "add", "Main", "--store", "sqlite:" + path("other.db")});
    EXPECT_TRUE(fs::exists(path("other.db")));
    EXPECT_FALSE(fs::exists(path("muster.db")));
}

TEST_F(CommandSettings, RefusesPlainHttpToAnotherMachine) {
    done({"database", "add", "Main"});
    expect_refused({"connect", "--database", "Main", "--ctct-api-url", "http://api.example.org/v3"}, 2,
                   "plain http");
    expect_refused({"connect", "--database", "Main", "--ctct-auth-url", "ftp://example.org"}, 2, "no address");
}

TEST_F(CommandSettings, KeepsTheKeyBesideTheStoreForItsOwnerOnly) {
    done({"database", "add", "Main"});
    struct stat status{};
    ASSERT_EQ(::stat(key_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(status.st_size, 32);
}

TEST_F(CommandSettings, RefusesAStoreOfAnUnknownKind) {
    expect_refused({"database", "list", "--store", "mysql://x"}, 2, "sqlite:PATH or postgresql://");
}

TEST_F(CommandSettings, RefusesAStoreThatCannotBeWritten) {
    const auto file = write("file", "this is a file, not a folder");
    const auto outcome = muster({"database", "add", "Main", "--store", "sqlite:" + file + "/muster.db"});
    EXPECT_EQ(outcome.code, 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(outcome.err.starts_with("muster: ")) << outcome.err;
    EXPECT_EQ(read("file"), "this is a file, not a folder");
}

TEST_F(CommandSettings, RefusesAFolderAsStore) {
    const auto outcome = muster({"database", "list", "--store", "sqlite:" + folder_.string()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_TRUE(outcome.err.starts_with("muster: ")) << outcome.err;
}

TEST_F(CommandSettings, RefusesAFileThatIsNoStore) {
    const auto file = write("notes.db", "Dear diary, this is no database at all, and it must stay as it is.");
    expect_refused({"database", "list", "--store", "sqlite:" + file}, 2, "notes.db");
    EXPECT_EQ(read("notes.db"), "Dear diary, this is no database at all, and it must stay as it is.");
}

TEST_F(CommandSettings, RefusesAKeyFileThatIsNoKey) {
    done({"database", "add", "Main"});
    const auto file = write("short.key", "too short");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    expect_refused({"database", "list", "--key-file", file}, 2, "short.key");
}

TEST_F(CommandSettings, RefusesTheKeyOfAnotherStore) {
    fill_main();
    done({"rep", "set", "R1", "--database", "Main", "password=secret"});
    const auto file = write("other.key", std::string(32, 'k'));
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    expect_refused({"reps", "--database", "Main", "--key-file", file}, 2, "key");
    EXPECT_NE(done({"reps", "--database", "Main"}).out.find("ana@oak.example"), std::string::npos);
}

TEST_F(CommandSettings, NeverMakesANewKeyWhileSealedSecretsExist) {
    fill_main();
    done({"rep", "set", "R1", "--database", "Main", "password=secret"});
    fs::remove(key_path());
    expect_refused({"reps", "--database", "Main"}, 2, "key");
    EXPECT_FALSE(fs::exists(key_path()));
}

TEST_F(CommandSettings, DatabaseSettingsHaveRangesAndDefaults) {
    done({"database", "add", "Main"});
    EXPECT_EQ(json_of({"database", "show", "Main"}).text("options", "removal_limit_count"), "10");
    done({"database", "set", "Main", "removal_limit_count=25", "put_back_left=yes"});
    EXPECT_EQ(json_of({"database", "show", "Main"}).text("options", "removal_limit_count"), "25");
    expect_refused({"database", "set", "Main", "removal_limit_percent=101"}, 2, "0 to 100");
    expect_refused({"database", "set", "Main", "history_days=10", "nonsense=1"}, 2,
                   "removal_limit_count, removal_limit_percent");
    EXPECT_EQ(json_of({"database", "show", "Main"}).text("options", "history_days"), "400");
    done({"database", "set", "Main", "removal_limit_count="});
    EXPECT_EQ(json_of({"database", "show", "Main"}).text("options", "removal_limit_count"), "10");
}

TEST_F(CommandSettings, InstallationSettingsHaveRangesAndDefaults) {
    EXPECT_EQ(json_of({"settings", "show"}).text("options", "calls_per_day"), "10000");
    done({"settings", "set", "calls_per_second=10"});
    EXPECT_EQ(json_of({"settings", "show"}).text("options", "calls_per_second"), "10");
    expect_refused({"settings", "set", "calls_per_second=11"}, 2, "1 to 10");
    expect_refused({"settings", "set", "calls_per_second"}, 2, "KEY=VALUE");
}

TEST_F(CommandSettings, TheScheduleIsKept) {
    expect_refused({"schedule", "set", "--on"}, 2, "--time");
    done({"schedule", "set", "--time", "02:30", "--time-zone", "America/Chicago", "--on"});
    auto schedule = json_of({"schedule", "show"});
    EXPECT_EQ(schedule.text("time"), "02:30");
    EXPECT_EQ(schedule.text("time_zone"), "America/Chicago");
    expect_refused({"schedule", "set", "--time", "24:00", "--on"}, 2, "HH:MM");
    expect_refused({"schedule", "set", "--time-zone", "Mars/Olympus", "--on"}, 2, "Mars/Olympus");
    expect_refused({"schedule", "set", "--on", "--off"}, 2, "either --on or --off");
}

TEST_F(CommandSettings, AnotherKeyIsMadeAndTheOldOneStaysForBackups) {
    done({"database", "add", "Main"});
    const auto key = environment_.contains("MUSTER_KEY_FILE") ? environment_["MUSTER_KEY_FILE"] : key_path();
    Json rotated(done({"key", "rotate", "--json"}).out);
    EXPECT_EQ(rotated.text("key_file"), key);
    EXPECT_TRUE(rotated.text("old_key_file").starts_with(key + "."));
    EXPECT_TRUE(fs::exists(rotated.text("old_key_file")));
    EXPECT_NE(done({"database", "list"}).out.find("Main"), std::string::npos);
    EXPECT_NE(done({"audit"}).out.find("key.rotate"), std::string::npos);
    fs::remove(key);
    expect_refused({"database", "list"}, 2, "is missing");
}

} // namespace
} // namespace muster::test
