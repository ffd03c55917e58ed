#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "base/crypto.hpp"

namespace muster {
namespace {

namespace fs = std::filesystem;

class KeyFile : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "muster-key-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        path_ = (folder_ / "muster.key").string();
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& bytes, mode_t mode) const {
        std::ofstream(path_, std::ios::binary) << bytes;
        ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
    }

    fs::path folder_;
    std::string path_;
};

TEST_F(KeyFile, IsMadeOnceAndReadBack) {
    const auto made = create_key_file(path_);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 32U);
    EXPECT_EQ(read_key_file(path_).value(), *made);
    EXPECT_TRUE(Sealer::create(*made));
}

TEST_F(KeyFile, IsOnlyForItsOwnerAndLeavesNothingElseBehind) {
    ASSERT_TRUE(create_key_file(path_));
    struct stat facts{};
    ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777U, 0600U);
    EXPECT_EQ(facts.st_nlink, 1U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(KeyFile, IsNeverReplaced) {
    const auto first = create_key_file(path_);
    const auto second = create_key_file(path_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::Conflict);
    EXPECT_EQ(read_key_file(path_).value(), first.value());
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(KeyFile, GivesItsPlaceToTheNextAndStaysBesideIt) {
    const auto old = create_key_file(path_).value();
    const auto next = create_key_file(path_ + ".next").value();
    ASSERT_TRUE(replace_key_file(path_ + ".next", path_, path_ + ".old"));
    EXPECT_EQ(read_key_file(path_).value(), next);
    EXPECT_EQ(read_key_file(path_ + ".old").value(), old);
    EXPECT_FALSE(fs::exists(path_ + ".next"));
    ASSERT_TRUE(replace_key_file(path_ + ".next", path_, path_ + ".old")); // who comes late finds it done
    EXPECT_EQ(read_key_file(path_).value(), next);
    EXPECT_EQ(read_key_file(path_ + ".old").value(), old);
}

TEST_F(KeyFile, TakesThePlaceOfOneThatIsGone) {
    const auto next = create_key_file(path_ + ".next").value();
    ASSERT_TRUE(replace_key_file(path_ + ".next", path_, path_ + ".old"));
    EXPECT_EQ(read_key_file(path_).value(), next);
    EXPECT_FALSE(fs::exists(path_ + ".old"));
}

TEST_F(KeyFile, HasAnotherKeyEachTime) {
    EXPECT_NE(create_key_file(path_).value(), create_key_file(path_ + "2").value());
}

TEST_F(KeyFile, NeedsItsFolder) {
    const auto made = create_key_file((folder_ / "none" / "muster.key").string());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Code::Invalid);
    EXPECT_NE(made.error().message.find("folder does not exist"), std::string::npos);
}

TEST_F(KeyFile, ThatIsMissingIsNotFound) {
    const auto key = read_key_file(path_);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, Code::NotFound);
    EXPECT_NE(key.error().message.find(path_), std::string::npos);
}

TEST_F(KeyFile, OpenToOthersIsRefusedWithTheWayOut) {
    for (const mode_t mode : {0640U, 0604U, 0620U, 0601U, 0666U}) {
        write(std::string(32, 'k'), mode);
        const auto key = read_key_file(path_);
        ASSERT_FALSE(key) << std::oct << mode;
        EXPECT_EQ(key.error().code, Code::Invalid);
        EXPECT_NE(key.error().message.find("chmod 600 " + path_), std::string::npos) << key.error().message;
    }
}

TEST_F(KeyFile, MayBeStricterThanItIsMade) {
    write(std::string(32, 'k'), 0400);
    EXPECT_EQ(read_key_file(path_).value(), std::string(32, 'k'));
}

TEST_F(KeyFile, OfAnotherLengthIsNoKey) {
    for (const std::size_t length : {0U, 31U, 33U, 100'000U}) {
        write(std::string(length, 'k'), 0600);
        const auto key = read_key_file(path_);
        ASSERT_FALSE(key) << length;
        EXPECT_EQ(key.error().code, Code::Invalid);
        EXPECT_NE(key.error().message.find("it has " + std::to_string(length)), std::string::npos)
            << key.error().message;
        EXPECT_EQ(key.error().message.find("kkk"), std::string::npos);
    }
}

TEST_F(KeyFile, ThatIsAFolderIsNoKey) {
    const auto key = read_key_file(folder_.string());
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, Code::Invalid);
}

} // namespace
} // namespace muster
