// Copying an installation, and getting it back.

#include <filesystem>

#include "cli/installation_test.hpp"

namespace muster::test {
namespace {

namespace fs = std::filesystem;

class StoreCommands : public InstallationTest {
  protected:
    StoreCommands() { fill_main(); }
    [[nodiscard]] std::string export_of(const std::vector<std::string>& from) const {
        std::vector<std::string> arguments{"export", "--database", "Main", "--reps", "-"};
        arguments.insert(arguments.end(), from.begin(), from.end());
        return done(arguments).out;
    }
};

TEST_F(StoreCommands, ABackupIsAWholeStoreAndComesBackByACopy) {
    const auto before = export_of({});
    auto backup = json_of({"store", "backup", path("backup.db")});
    EXPECT_EQ(backup.text("to"), path("backup.db"));
    EXPECT_EQ(backup.text("key_file"), key_path());
    EXPECT_GT(backup.number("rows"), 10);
    EXPECT_EQ(export_of({"--store", "sqlite:" + path("backup.db"), "--key-file", key_path()}), before);

    done({"database", "remove", "Main", "--confirm", "Main"}); // the accident
    make_empty(folder_, "restored.db");
    const auto restored = store_url(folder_, "restored.db");
    done({"store", "copy", "sqlite:" + path("backup.db"), restored, "--key-file", key_path()});
    EXPECT_EQ(export_of({"--store", restored, "--key-file", key_path()}), before);
}

TEST_F(StoreCommands, ABackupOverwritesNothing) {
    write("notes.txt", "what somebody else keeps, long enough to be no empty file of a store");
    expect_refused({"store", "backup", path("notes.txt")}, 2, "not a Muster store");
    done({"store", "backup", path("backup.db")});
    expect_refused({"store", "backup", path("backup.db")}, 2, "holds something already");
    EXPECT_EQ(read("notes.txt"), "what somebody else keeps, long enough to be no empty file of a store");
}

TEST_F(StoreCommands, ACopyNeedsTheKeyOfWhatItCopies) {
    write("other.key", std::string(32, 'k'));
    fs::permissions(path("other.key"), fs::perms::owner_read | fs::perms::owner_write);
    expect_refused(
        {"store", "copy", store_url(folder_), "sqlite:" + path("copy.db"), "--key-file", path("other.key")}, 2,
        "not the one of this store");
    EXPECT_FALSE(fs::exists(path("copy.db")));
}

} // namespace
} // namespace muster::test
