#include "app/import_upload.hpp"

#include <algorithm>
#include <optional>

#include "app/record_details.hpp"
#include "records_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

constexpr const char* kMembers = "No,Firm,State\n1,Zoo,ACT\n";

class ImportUploadsTest : public RecordsTest {
  protected:
    ImportUploadsTest() { uploads_.emplace(*installation_); }
    ~ImportUploadsTest() override { uploads_.reset(); }

    void limit(UploadLimits limits) {
        uploads_.reset();
        uploads_.emplace(*installation_, limits);
    }
    Result<Upload> take(const UploadOwner& owner, const std::string& csv = kMembers,
                        const std::string& name = "m.csv") {
        clock_.advance(1s);
        return uploads_->take(owner, {.name = name, .content = csv});
    }
    static WantedImport wanted(const std::string& id, bool dry_run = false) {
        return {.files = {{id, exchange::FileKind::Members, {"member_id", "company", "status"}}},
                .dry_run = dry_run};
    }
    /// A dry run finds the file.
    bool has(const UploadOwner& owner, const Upload& upload) {
        const auto result = uploads_->import_files(owner, wanted(upload.id, true));
        EXPECT_TRUE(result || result.error().code == Code::NotFound) << result.error().message;
        return result.has_value();
    }
    std::vector<std::string> names_in_folder() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    /// How many files of the folder this process holds open that have no name any more.
    std::size_t files_held() const {
        const auto folder = test::on_postgresql() ? std::filesystem::temp_directory_path() : folder_;
        std::size_t held = 0;
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code gone; // the one that lists this folder
            const auto target = std::filesystem::read_symlink(entry.path(), gone).string();
            held += target.starts_with(folder.string()) && target.ends_with("(deleted)") ? 1 : 0;
        }
        return held;
    }

    UploadOwner ada_{"ada", database_};
    std::optional<ImportUploads> uploads_;
};

TEST_F(ImportUploadsTest, AreKeptWithoutANameBesideTheStore) {
    const auto before = names_in_folder();
    const auto upload = take(ada_).value();
    EXPECT_EQ(names_in_folder(), before);
    EXPECT_EQ(files_held(), 1U);
    EXPECT_EQ(upload.name, "m.csv");
    EXPECT_EQ(upload.bytes, 24U);
    EXPECT_EQ(upload.expires, clock_.now() + 1h);
    EXPECT_EQ(upload.looks.headings, (std::vector<std::string>{"No", "Firm", "State"}));
}

TEST_F(ImportUploadsTest, AreImportedAsTheCommandLineDoesAndThenGone) {
    const auto upload = take(ada_).value();
    const auto trial = uploads_->import_files(ada_, wanted(upload.id, true)).value();
    EXPECT_FALSE(trial.kept);
    EXPECT_EQ(trial.summary.files.at(0).created, 1U);
    EXPECT_FALSE(find_member(*installation_, database_, "1"));
    const auto result = uploads_->import_files(ada_, wanted(upload.id)).value();
    EXPECT_TRUE(result.kept);
    EXPECT_EQ(result.summary.files.at(0).file, "m.csv");
    EXPECT_EQ(find_member(*installation_, database_, "1").value().member.company, "Zoo");
    EXPECT_EQ(files_held(), 0U);
    EXPECT_FALSE(has(ada_, upload));
}

TEST_F(ImportUploadsTest, StayWhenRowErrorsStopTheImport) {
    const auto upload = take(ada_, "No,Firm,State\n1,Zoo,ACT\n2,Oak,XYZ\n").value();
    const auto result = uploads_->import_files(ada_, wanted(upload.id)).value();
    EXPECT_FALSE(result.kept);
    EXPECT_EQ(result.summary.errors.at(0).text().find("m.csv: line 3, column 3 (State): "), 0U);
    EXPECT_FALSE(find_member(*installation_, database_, "1"));
    EXPECT_TRUE(has(ada_, upload));
}

TEST_F(ImportUploadsTest, AreForWhoeverBroughtThemInTheirDatabaseOnly) {
    const auto other = app::add_database(*installation_, "Other").value().id;
    const auto upload = take(ada_).value();
    for (const auto& stranger : {UploadOwner{"ben", database_}, UploadOwner{"ada", other}}) {
        EXPECT_FALSE(has(stranger, upload));
        const auto refused = uploads_->discard(stranger, upload.id);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Code::NotFound);
        EXPECT_EQ(refused.error().message,
                  "This file is not here any more: files are kept for an hour. Choose it again.");
    }
    EXPECT_TRUE(has(ada_, upload));
    EXPECT_TRUE(uploads_->discard(ada_, upload.id));
    EXPECT_EQ(files_held(), 0U);
    EXPECT_FALSE(uploads_->discard(ada_, upload.id));
}

TEST_F(ImportUploadsTest, GoAfterAnHour) {
    const auto upload = take(ada_).value();
    clock_.advance(1h - 1us);
    EXPECT_TRUE(has(ada_, upload));
    clock_.advance(1us);
    EXPECT_FALSE(has(ada_, upload));
    (void)take(ada_).value();
    clock_.advance(1h);
    EXPECT_EQ(files_held(), 1U);
    uploads_->forget_old();
    EXPECT_EQ(files_held(), 0U);
}

TEST_F(ImportUploadsTest, GoAtTheEnd) {
    (void)take(ada_).value();
    uploads_->stop();
    EXPECT_EQ(files_held(), 0U);
}

TEST_F(ImportUploadsTest, MakeRoomForNewOnesOfThePerson) {
    limit({.files_of_person = 2});
    const UploadOwner ben{"ben", database_};
    const auto of_ben = take(ben).value();
    const auto first = take(ada_).value();
    const auto second = take(ada_).value();
    const auto third = take(ada_).value();
    EXPECT_FALSE(has(ada_, first));
    EXPECT_TRUE(has(ada_, second));
    EXPECT_TRUE(has(ada_, third));
    EXPECT_TRUE(has(ben, of_ben));
}

TEST_F(ImportUploadsTest, TakeNoMoreThanTheirShareOfTheDisk) {
    limit({.bytes = 40, .bytes_of_person = 60, .bytes_in_all = 70}); // the file has 24
    const auto first = take(ada_).value();
    const auto second = take(ada_).value();
    EXPECT_TRUE(has(ada_, first));
    const auto third = take(ada_).value();
    EXPECT_FALSE(has(ada_, first));
    EXPECT_TRUE(has(ada_, second));
    const auto crowded = take({"ben", database_});
    ASSERT_FALSE(crowded);
    EXPECT_EQ(crowded.error().code, Code::Unavailable);
    EXPECT_TRUE(has(ada_, third));
    const auto large = take(ada_, "member_id\n" + std::string(31, '1'));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().message, "m.csv is too large: it has 41 bytes, and at most 40 are taken.");
    EXPECT_EQ(files_held(), 2U);
}

TEST_F(ImportUploadsTest, AreNotKeptIfTheyAreUnusable) {
    const auto refused = take(ada_, "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "m.csv is empty; its first line must name the columns.");
    EXPECT_EQ(files_held(), 0U);
}

TEST_F(ImportUploadsTest, AreImportedOneOfAKind) {
    const auto one = take(ada_, kMembers, "one.csv").value();
    const auto two = take(ada_, kMembers, "two.csv").value();
    auto both = wanted(one.id);
    both.files.push_back(wanted(two.id).files.front());
    EXPECT_EQ(refusal(uploads_->import_files(ada_, both)),
              "one.csv and two.csv are both imported as members. Choose one file of a kind, and import the other "
              "afterwards.");
    EXPECT_EQ(refusal(uploads_->import_files(ada_, {})), "There is nothing to import: choose a file.");
}

} // namespace
} // namespace muster::app
